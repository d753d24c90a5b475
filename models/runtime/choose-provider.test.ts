import { Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { tinyNetwork } from '../../test/fixtures/tiny-model.ts';
import { agrees, chooseSession, type SelfTest } from './choose-provider.ts';
import type { ProviderName } from './protocol.ts';
import type { openSession, Session } from './session.ts';
import { openSteadySession } from './steady-session.ts';

const nothing = new Uint8Array(0);

/** Devices that exist only here: what the self-test reads from them, and how long a run takes. */
function devices(
  plan: Partial<Record<ProviderName, { reads?: number[]; takes?: number; failsAt?: number }>>,
): { open: typeof openSession; selfTest: SelfTest; released: ProviderName[] } {
  const released: ProviderName[] = [];
  const open: typeof openSession = async (_, { provider, threads }) => {
    const device = plan[provider];
    if (device === undefined) throw new Error('no adapter');
    let [seconds, runs] = [0, 0];
    const session: Session = {
      provider,
      threads,
      inputs: [],
      outputs: [],
      get seconds() {
        return seconds;
      },
      run: async () => {
        runs += 1;
        if (runs === device.failsAt) throw new Error('device lost');
        seconds += device.takes ?? 1;
      },
      release: async () => void released.push(provider),
    };
    return session;
  };
  const selfTest: SelfTest = async (session) => {
    await session.run({}, {});
    return Float32Array.from(plan[session.provider]!.reads ?? [0.25, 0.5]);
  };
  return { open, selfTest, released };
}

test('a faster device that agrees with the CPU is taken, and the CPU let go', async () => {
  const { open, selfTest, released } = devices({ cpu: {}, webgpu: { takes: 0.1 } });
  const { session, warnings } = await chooseSession(nothing, 'webgpu', 2, selfTest, open);
  expect(session.provider).toBe('webgpu');
  expect(warnings).toEqual([]);
  expect(released).toEqual(['cpu']);
});

test.each([
  ['wrong numbers', { reads: [0.25, 0.52] }],
  ['no number', { reads: [0.25, NaN] }],
  ['a run that throws', { failsAt: 1 }],
])('a device that gives %s is dropped, and said so', async (_, webgpu) => {
  const { open, selfTest, released } = devices({ cpu: {}, webgpu });
  const { session, warnings } = await chooseSession(nothing, 'webgpu', 2, selfTest, open);
  expect(session.provider).toBe('cpu');
  expect(warnings.map((w) => w.code)).toEqual(['model/provider-disagrees']);
  expect(warnings[0]!.message).toContain('WebGPU');
  expect(released).toEqual(['webgpu']);
});

test('auto passes over a device that is slower than the CPU; asked for by name it is taken', async () => {
  const slow = () => devices({ cpu: {}, webgpu: { takes: 20 } });
  const byItself = slow();
  const auto = await chooseSession(nothing, 'auto', 2, byItself.selfTest, byItself.open);
  expect([auto.session.provider, auto.warnings]).toEqual(['cpu', []]);
  const asked = slow();
  const named = await chooseSession(nothing, 'webgpu', 2, asked.selfTest, asked.open);
  expect(named.session.provider).toBe('webgpu');
});

test('a device lost in mid-run is replaced by the CPU and the run goes on', async () => {
  const { open, selfTest } = devices({ cpu: {}, webgpu: { takes: 0.1, failsAt: 4 } });
  const session = await openSteadySession(nothing, 'webgpu', 2, selfTest, open);
  await session.run({}, {});
  expect(session.current.provider).toBe('webgpu');
  await session.run({}, {});
  expect(session.current.provider).toBe('cpu');
  expect(session.warnings.map((w) => w.code)).toEqual(['model/provider-failed']);
  expect(session.seconds).toBeCloseTo(1.1);
});

test('a provider this computer cannot have is replaced by the CPU with a warning', async () => {
  const impossible = process.platform === 'win32' ? 'coreml' : 'dml';
  const bytes = await tinyNetwork('average');
  const { session, warnings } = await chooseSession(bytes, impossible, 1, halfOfSum);
  expect(session.provider).toBe('cpu');
  expect(warnings.map((w) => w.code)).toEqual(['model/provider-absent']);
  expect([...(await halfOfSum(session))]).toEqual([1.5]);
  expect(session.seconds).toBeGreaterThan(0);
});

test('agreement needs equal lengths and every value near', () => {
  expect(agrees(Float32Array.of(1, 2), Float32Array.of(1.009, 2))).toBe(true);
  expect(agrees(Float32Array.of(1, 2), Float32Array.of(1.011, 2))).toBe(false);
  expect(agrees(Float32Array.of(1), Float32Array.of(1, 2))).toBe(false);
});

async function halfOfSum(session: Session): Promise<Float32Array> {
  const x0 = new Float32Array(1);
  const inputs = {
    y_xt: new Tensor('float32', Float32Array.of(1, 2), [1, 2, 1, 1, 1]),
    t: new Tensor('float32', Float32Array.of(1), [1]),
  };
  await session.run(inputs, { x0: new Tensor('float32', x0, [1, 1, 1, 1, 1]) });
  return x0;
}
