import { assemble } from './en/assemble.ts';
import { cardiac } from './en/cardiac.ts';
import { cli } from './en/cli.ts';
import { dense } from './en/dense.ts';
import { dicom } from './en/dicom.ts';
import { engine } from './en/engine.ts';
import { evaluate } from './en/evaluate.ts';
import { heartFunction } from './en/heart-function.ts';
import { heartFlags } from './en/heart-flags.ts';
import { library } from './en/library.ts';
import { matches } from './en/matches.ts';
import { model } from './en/model.ts';
import { planning } from './en/planning.ts';
import { positioning } from './en/positioning.ts';
import { projections } from './en/projections.ts';
import { report } from './en/report.ts';
import { simulate } from './en/simulate.ts';
import { scans } from './en/scans.ts';
import { volume } from './en/volume.ts';

/** Every sentence the machine side can say, by code. One file per room keeps them findable. */
export const catalogue = {
  ...dicom,
  ...assemble,
  ...volume,
  ...dense,
  ...heartFunction,
  ...library,
  ...heartFlags,
  ...matches,
  ...model,
  ...planning,
  ...positioning,
  ...projections,
  ...report,
  ...scans,
  ...simulate,
  ...evaluate,
  ...engine,
  ...cli,
  ...cardiac,
} as const;

export type MessageCode = keyof typeof catalogue;
