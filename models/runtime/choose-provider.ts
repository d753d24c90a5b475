import { warning, type Warning } from '../../studies/messages/sparrow-error.ts';
import type { EnhanceParams } from '../../studies/library/records.ts';
import type { ProviderName } from './protocol.ts';
import { openSession, providerLabels, type Session } from './session.ts';

/** Runs a small fixed input through a session and gives the output, to compare devices by. */
export type SelfTest = (session: Session) => Promise<Float32Array>;

export interface ChosenSession {
  readonly session: Session;
  readonly warnings: readonly Warning[];
}

/** Largest difference to the CPU on the self-test that is still rounding, in the network's units. */
const parityTolerance = 1e-2;

/**
 * Opens a network on the provider asked for, or on the CPU when that one is absent, gives other
 * numbers than the CPU or throws; the user is told. `auto` takes a graphics device only when it also
 * beats the CPU (software drivers pass for devices and are far slower), and says nothing when there
 * is none.
 *
 * Rejects only when not even the CPU can load the network.
 */
export async function chooseSession(
  weights: Uint8Array,
  wanted: EnhanceParams['provider'],
  threads: number,
  selfTest: SelfTest,
  open: typeof openSession = openSession,
): Promise<ChosenSession> {
  const cpu = await open(weights, { provider: 'cpu', threads });
  const candidates = wanted === 'auto' ? autoProviders() : wanted === 'cpu' ? [] : [wanted];
  const warnings: Warning[] = [];
  for (const provider of candidates) {
    const device = await open(weights, { provider, threads }).catch(() => null);
    if (device === null) {
      if (wanted !== 'auto') warnings.push(note('model/provider-absent', provider));
      continue;
    }
    const verdict = await compareToCpu(cpu, device, selfTest);
    if (verdict === 'agrees' || (verdict === 'slower' && wanted !== 'auto')) {
      await cpu.release();
      return { session: device, warnings };
    }
    if (verdict === 'disagrees') warnings.push(note('model/provider-disagrees', provider));
    await device.release();
  }
  return { session: cpu, warnings };
}

/** The line the user reads when a provider was not used. */
export function note(
  code: 'model/provider-absent' | 'model/provider-disagrees' | 'model/provider-failed',
  provider: ProviderName,
): Warning {
  return warning(code, { provider: providerLabels[provider] });
}

/** Whether two outputs are the same up to rounding; NaN and unequal lengths are not. */
export function agrees(reference: Float32Array, other: Float32Array): boolean {
  return (
    reference.length === other.length &&
    reference.every((value, i) => Math.abs(value - other[i]!) <= parityTolerance)
  );
}

async function compareToCpu(
  cpu: Session,
  device: Session,
  selfTest: SelfTest,
): Promise<'agrees' | 'slower' | 'disagrees'> {
  try {
    const reference = await selfTest(cpu);
    if (!agrees(reference, await selfTest(device))) return 'disagrees';
    // The first run compiles shaders and touches memory; the second one tells the speed.
    const seconds = async (session: Session) => {
      const before = session.seconds;
      await selfTest(session);
      return session.seconds - before;
    };
    return (await seconds(device)) <= (await seconds(cpu)) ? 'agrees' : 'slower';
  } catch {
    return 'disagrees';
  }
}

/** Core ML has no 3D convolution worth having, so `auto` does not try it. */
function autoProviders(platform: NodeJS.Platform = process.platform): ProviderName[] {
  switch (platform) {
    case 'win32':
      return ['dml', 'webgpu'];
    case 'darwin':
      return ['webgpu'];
    default:
      return ['cuda', 'webgpu'];
  }
}
