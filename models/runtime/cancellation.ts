/** Thrown between tiles when the run is no longer wanted; not an error the user reads. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}
