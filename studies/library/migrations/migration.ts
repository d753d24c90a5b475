/** One step of the schema, from the version before it in `migrations` to `version`. */
export interface Migration {
  readonly version: number;
  /** Run as a whole in one transaction. */
  readonly sql: string;
}
