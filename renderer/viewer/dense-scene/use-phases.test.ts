import { effectScope, nextTick, ref } from 'vue';
import { describe, expect, it, vi } from 'vitest';
import { usePhases } from './use-phases.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the phases of a beat', () => {
  it('are read once each, the one on the screen first', async () => {
    const asked: number[] = [];
    const scope = effectScope();
    const phases = scope.run(() =>
      usePhases(
        () => 'a',
        () => 6,
        () => 4,
        async (phase) => {
          asked.push(phase);
          return `phase ${phase}`;
        },
      ),
    )!;
    await settled();
    expect(asked).toEqual([4, 5, 0, 1, 2, 3]);
    expect(phases.at(2)).toBe('phase 2');
    expect(phases.at(6)).toBeNull();
    expect(phases.progress.value).toBe(1);
    scope.stop();
    expect(phases.at(2)).toBeNull();
  });

  it('stop with another result, and what comes late of the old one is dropped', async () => {
    const key = ref<string | null>('old');
    let signalOfOld: AbortSignal | undefined;
    const late: (() => void)[] = [];
    const scope = effectScope();
    const phases = scope.run(() =>
      usePhases(
        () => key.value,
        () => 1,
        () => 0,
        (_, signal) => {
          if (key.value !== 'old') return Promise.resolve('new');
          signalOfOld = signal;
          return new Promise<string>((resolve) => late.push(() => resolve('old')));
        },
      ),
    )!;
    key.value = 'new';
    await nextTick();
    await settled();
    expect(signalOfOld?.aborted).toBe(true);
    late.forEach((finish) => finish());
    await settled();
    expect(phases.at(0)).toBe('new');
    scope.stop();
  });

  it('say that one failed, and try again only what is missing', async () => {
    const load = vi.fn(async (phase: number) => {
      if (phase === 1 && load.mock.calls.length < 4) throw new Error('gone');
      return phase;
    });
    const scope = effectScope();
    const phases = scope.run(() =>
      usePhases(
        () => 'a',
        () => 3,
        () => 0,
        load,
      ),
    )!;
    await settled();
    expect(phases.failure.value).toBeInstanceOf(Error);
    expect([phases.at(0), phases.at(1), phases.at(2)]).toEqual([0, null, 2]);
    phases.retry();
    await settled();
    expect(phases.failure.value).toBeNull();
    expect(load.mock.calls.map(([phase]) => phase)).toEqual([0, 1, 2, 1]);
    scope.stop();
  });
});
