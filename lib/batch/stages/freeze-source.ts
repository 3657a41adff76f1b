import { createHash } from 'node:crypto';
import { ThongSuotError } from '../../formats/errors.ts';
import { canonicalJson } from '../../ports/canonical-json.ts';
import { FreezeScanner } from '../../records/freeze-scan.ts';
import { digestOf } from '../digest.ts';
import {
  type FreezeRequest,
  type FreezeState,
  freezeStateSchema,
  type ScannedSource,
} from '../freeze-state.ts';
import { loadProfile } from '../load-profile.ts';
import { encodeJson, getJsonIfAny } from '../objects.ts';
import { chunkTable, frozenState } from '../out-paths.ts';
import type { StagePorts } from '../ports.ts';
import { sourceChanging, sourceGone } from '../source-faults.ts';
import { LOCAL_TUNING } from '../tuning.ts';

/**
 * One full pass over a source: its digest, counts and record-aligned chunk bounds. Writes the chunk table, then
 * `frozen/SOURCE.json`; does nothing where that stands for the same request and an untouched file.
 * Advances in bytes.
 */
export async function freezeSource(request: FreezeRequest, ports: StagePorts): Promise<ScannedSource> {
  const version = await ports.files.version(request.file);
  if (version === undefined) throw sourceGone(request.source, request.file);
  const before = await getJsonIfAny(ports.out, frozenState(request.source), freezeStateSchema);
  if (before !== undefined && isSame(before, request, version)) {
    ports.advance(before.scanned.bytes);
    return before.scanned;
  }
  await refuseTooLarge(request, ports);
  const scanned = await scan(request, ports);
  if ((await ports.files.version(request.file)) !== version)
    throw sourceChanging(request.source, request.file);
  const state: FreezeState = { request, version, scanned };
  await ports.out.put(frozenState(request.source), encodeJson(state));
  return scanned;
}

async function refuseTooLarge({ source, file }: FreezeRequest, ports: StagePorts): Promise<void> {
  const { maxSourceBytes } = ports.tuning ?? LOCAL_TUNING;
  const bytes = (await ports.files.size(file)) ?? 0;
  if (bytes <= maxSourceBytes) return;
  const gib = Math.floor(maxSourceBytes / 1024 ** 3);
  throw new ThongSuotError(
    'source-too-large',
    'user',
    `${file} (${source}) has ${bytes} bytes, and a source may have ${gib} GiB here: export it in several files, by year for example, and name them all in batch.yaml`,
    { source, file, bytes, gib },
  );
}

function isSame(state: FreezeState, request: FreezeRequest, version: string): boolean {
  return state.version === version && canonicalJson(state.request) === canonicalJson(request);
}

async function scan(request: FreezeRequest, ports: StagePorts): Promise<ScannedSource> {
  const { profileSha256, chunkBytes, sample, ...named } = request;
  const loaded = await loadProfile(ports, request.profile);
  if (loaded.sha256 !== profileSha256)
    throw new ThongSuotError(
      'profile-changing',
      'user',
      `profile ${request.profile} changed while the batch was frozen: run again`,
      { profile: request.profile },
    );
  const scanner = new FreezeScanner(loaded.profile, { chunkBytes, sample, file: request.file });
  const digest = createHash('sha256');
  const { freezeReadBytes } = ports.tuning ?? LOCAL_TUNING;
  const buffer = Buffer.allocUnsafe(freezeReadBytes);
  let bytes = 0;
  for (;;) {
    const count = await ports.files.read(request.file, bytes, bytes + freezeReadBytes, buffer);
    const piece = buffer.subarray(0, count);
    digest.update(piece);
    scanner.push(piece);
    bytes += count;
    ports.advance(count);
    if (count < freezeReadBytes) break;
  }
  const { chunks, ...found } = scanner.end();
  const table = encodeJson(chunks);
  await ports.out.put(chunkTable(request.source), table);
  return {
    ...named,
    bytes,
    sha256: digest.digest('hex'),
    ...found,
    chunks: digestOf(chunkTable(request.source), table),
  };
}
