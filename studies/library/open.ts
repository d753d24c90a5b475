import { existsSync } from 'node:fs';
import { SparrowError } from '../messages/sparrow-error.ts';
import type { Context } from './context.ts';
import { Database } from './database.ts';
import { asLibraryError } from './failures.ts';
import { foldersOf, makeFolders, type Folders } from './folders.ts';
import { createImports } from './imports.ts';
import { createDenseHearts } from './dense-hearts.ts';
import { createHearts } from './hearts.ts';
import { checkIntegrity, guardAgainstDamage } from './integrity.ts';
import { createJobs } from './jobs.ts';
import type { Library } from './library.ts';
import { createMatches } from './matches.ts';
import { createMeasures } from './measures.ts';
import { checkOrigin, migrate, newest, schemaVersion } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { createPlanning } from './planning.ts';
import { createProjections } from './projections.ts';
import { createResults } from './results.ts';
import { enter, type Arrival } from './sessions.ts';
import { createSettings } from './settings.ts';
import { libraryStats } from './stats.ts';
import { createStudies } from './studies.ts';
import { sweepOrphans, sweepStaging } from './sweep.ts';
import { createVolumes } from './volumes.ts';

export interface OpenOptions {
  /** Looks only: no folder is made, nothing is migrated, swept or locked. */
  readOnly?: boolean;
}

/**
 * Opens the library in a folder, made when absent. An older schema is backed up and migrated; what
 * interrupted imports left is swept and hidden studies are purged, unless another process is in.
 *
 * Throws 'library/newer-schema', 'library/not-a-library', 'library/corrupt' (a copy is kept),
 * 'library/in-use' (a migration is due while another process has it open), 'library/busy',
 * 'library/no-access', 'library/disk-full'; for reading only also 'library/absent' and
 * 'library/older-schema'.
 */
export function openLibrary(dir: string, options: OpenOptions = {}): Library {
  const folders = foldersOf(dir);
  try {
    return options.readOnly === true ? openForReading(folders) : openForWriting(folders);
  } catch (error) {
    throw asLibraryError(error);
  }
}

function openForReading(folders: Folders): Library {
  if (!existsSync(folders.database)) throw new SparrowError('library/absent');
  const database = guardAgainstDamage(folders, () => {
    const opened = new Database(folders.database, { readOnly: true });
    return closingOnError(opened, () => {
      checkOrigin(opened, migrations);
      if (schemaVersion(opened) < newest(migrations)) {
        throw new SparrowError('library/older-schema');
      }
    });
  });
  return assemble({ database, folders, session: null });
}

function openForWriting(folders: Folders): Library {
  makeFolders(folders);
  let database: Database | null = null;
  try {
    const session = enter(folders.root, (arrival) => {
      database = guardAgainstDamage(folders, () => prepare(folders, arrival));
    });
    if (database === null) throw new SparrowError('engine/internal');
    return assemble({ database, folders, session });
  } catch (error) {
    (database as Database | null)?.close();
    throw error;
  }
}

function prepare(folders: Folders, arrival: Arrival): Database {
  const database = new Database(folders.database);
  return closingOnError(database, () => {
    checkOrigin(database, migrations);
    database.enableWriting();
    if (arrival.alone) checkIntegrity(database, folders, arrival.afterCrash);
    const isNew = schemaVersion(database) === 0;
    if (schemaVersion(database) < newest(migrations)) {
      if (!arrival.alone && !isNew) throw new SparrowError('library/in-use');
      migrate(database, migrations, folders.backups);
    }
    sweepStaging(folders, arrival.session);
    if (!arrival.alone) return;
    createStudies(
      { database, folders, session: arrival.session },
      { list: () => [] },
      { list: () => [] },
    ).purgeHidden();
    sweepOrphans(folders, database);
  });
}

function closingOnError(database: Database, work: () => void): Database {
  try {
    work();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function assemble(context: Context): Library {
  const { database, folders, session } = context;
  const volumes = createVolumes(context);
  const projections = createProjections(context);
  let open = true;
  return {
    dir: folders.root,
    readOnly: session === null,
    studies: createStudies(context, volumes, projections),
    imports: createImports(context),
    volumes,
    projections,
    results: createResults(context),
    hearts: createHearts(context),
    dense: createDenseHearts(context),
    planning: createPlanning(context),
    matches: createMatches(context),
    jobs: createJobs(context),
    measures: createMeasures(context),
    settings: createSettings(context),
    stats: () => libraryStats(context),
    close() {
      if (!open) return;
      open = false;
      database.close();
      session?.end();
    },
  };
}
