/**
 * Runs `work` on several items at once and gives the outcomes in the order of the items, so that
 * what an import decides does not depend on which file happened to be read first.
 */
export async function* inOrder<Item, Outcome>(
  items: Iterable<Item> | AsyncIterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Outcome>,
): AsyncGenerator<Outcome, void, undefined> {
  const underWay: Promise<Outcome>[] = [];
  try {
    for await (const item of items) {
      const outcome = work(item);
      // Failures are met when their turn comes, not as unhandled before it.
      outcome.catch(() => undefined);
      underWay.push(outcome);
      if (underWay.length >= concurrency) yield await takeFirst(underWay);
    }
    while (underWay.length > 0) yield await takeFirst(underWay);
  } finally {
    await Promise.allSettled(underWay);
  }
}

function takeFirst<Outcome>(queue: Promise<Outcome>[]): Promise<Outcome> {
  const first = queue.shift();
  if (first === undefined) throw new RangeError('nothing is under way');
  return first;
}
