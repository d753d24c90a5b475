import { unpackHeartInput } from '../../../../models/whole-heart/stored-input.ts';
import type { AnyHeartRequest, HeartInput } from '../../../../models/whole-heart/messages.ts';
import type { HeartWithout } from '../../../../studies/library/heart-records.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { converseHeart, type HeartAnswer } from '../../jobs/conversation.ts';
import { heartModel, type HeartJobTools } from '../../jobs/hearts/heart-tools.ts';

/** Answers kept: a switch is turned on and off again. */
const keptAnswers = 64;

/**
 * Asks the model about the kept input of a heart, one question after the other, each in a process of
 * its own that ends with the answer. Rejects with `heart/other-weights` when the heart was analysed by
 * weights that are no longer there: their numbers and these must not be mixed.
 */
export class HeartAsker {
  readonly #tools: HeartJobTools;
  readonly #answers = new Map<string, HeartWithout>();
  readonly #closing = new AbortController();
  #lane: Promise<unknown> = Promise.resolve();

  constructor(tools: HeartJobTools) {
    this.#tools = tools;
  }

  /** The numbers with those slots off. */
  async without(id: string, slotsOff: readonly number[]): Promise<HeartWithout> {
    const off = [...new Set(slotsOff)].sort((a, b) => a - b);
    const key = JSON.stringify([id, off]);
    const known = this.#answers.get(key);
    const { heartRate } = this.#tools.library.hearts.get(id);
    if (known !== undefined) return known;
    const input = await this.#input(id);
    if (!input.present.some((on, slot) => on > 0 && !off.includes(slot))) {
      throw new SparrowError('heart/slot-absent');
    }
    const { answers } = await this.#ask(id, (tools) => ({
      ...tools,
      type: 'heart-without',
      input,
      choices: [off],
      heartRate,
    }));
    const [answer] = answers;
    if (answer === undefined) throw new SparrowError('engine/internal');
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= keptAnswers) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }

  /** One slot as the others tell it, [24][96][96] uint8. */
  async synthesise(id: string, slot: number): Promise<Uint8Array<ArrayBuffer>> {
    const input = await this.#input(id);
    if (!input.present.some((on, other) => on > 0 && other !== slot)) {
      throw new SparrowError('heart/slot-absent');
    }
    const { planes } = await this.#ask(id, (tools) => ({
      ...tools,
      type: 'heart-synthesise',
      input,
      slots: [slot],
    }));
    const plane = planes.find((one) => one.slot === slot);
    if (plane === undefined) throw new SparrowError('engine/internal');
    return new Uint8Array(plane.images);
  }

  /** Ends a question that is being answered. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#lane;
  }

  async #input(id: string): Promise<HeartInput> {
    const { hearts } = this.#tools.library;
    hearts.get(id);
    return unpackHeartInput(await hearts.readInput(id));
  }

  #ask<Request extends AnyHeartRequest>(
    id: string,
    request: (tools: { modelDir: string; provider: 'cpu'; threads: number }) => Request,
  ): Promise<HeartAnswer<Request>> {
    const { library, models, startWorker, threads } = this.#tools;
    const answer = this.#lane.then(async () => {
      const { dir, weightsSha256 } = await models.find(heartModel);
      if (library.hearts.get(id).weightsSha256 !== weightsSha256) {
        throw new SparrowError('heart/other-weights');
      }
      return converseHeart(
        startWorker('inference'),
        request({ modelDir: dir, provider: 'cpu', threads }),
        () => undefined,
        this.#closing.signal,
      );
    });
    this.#lane = answer.catch(() => undefined);
    return answer;
  }
}
