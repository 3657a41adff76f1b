import { ThongSuotError } from '../formats/errors.ts';
import type { FrozenBatch, FrozenSource } from '../formats/frozen.ts';
import type { LoadedBatch, PlannedSource } from './load.ts';

/**
 * A frozen batch never changes its inputs. Throws `batch-differs`, which names the first thing that is not as it was
 * frozen, if `batch.yaml`, a profile or a handover says something else now.
 */
export function checkSameBatch(frozen: FrozenBatch, loaded: LoadedBatch, sample: number | null): void {
  const { config } = loaded;
  same(frozen, 'name', frozen.name, config.name);
  same(frozen, 'targetProvince', frozen.targetProvince, config.targetProvince);
  same(frozen, 'sample', String(frozen.sample ?? 'all'), String(sample ?? 'all'));
  const now = new Map(loaded.sources.map((source) => [source.file, source]));
  for (const source of frozen.sources) {
    const planned = now.get(source.file);
    if (planned === undefined)
      throw differs(frozen, source.file, `source ${source.source} is not in it any more`);
    checkSource(frozen, source, planned);
    now.delete(source.file);
  }
  const [added] = now.keys();
  if (added !== undefined) throw differs(frozen, added, 'this file was not in it');
}

function checkSource(frozen: FrozenBatch, source: FrozenSource, planned: PlannedSource): void {
  const at = (what: string, was: string | undefined, is: string | undefined) =>
    same(frozen, `${source.file}: ${what}`, was ?? 'none', is ?? 'none');
  at('source', source.source, planned.source);
  at('profile', source.profile, planned.profile.reference);
  at('SHA-256 of the profile', frozen.profiles[source.profile]?.sha256, planned.profile.sha256);
  at('vintage', source.vintage, planned.vintage);
  at('agencyVintage', source.agencyVintage, planned.agencyVintage);
  at('expectEmpty', String(source.expectEmpty), String(planned.expectEmpty));
  at('handover', source.handover?.path, planned.handover?.path);
  at('SHA-256 of the handover', source.handover?.sha256, planned.handover?.sha256);
  at('attachments.root', source.attachments?.root, planned.attachments?.root);
  at('attachments.manifest', source.attachments?.manifest?.path, planned.attachments?.manifest?.path);
  at(
    'SHA-256 of attachments.manifest',
    source.attachments?.manifest?.sha256,
    planned.attachments?.manifest?.sha256,
  );
}

function same(frozen: FrozenBatch, what: string, was: string, is: string): void {
  if (was !== is) throw differs(frozen, what, `it was ${was} when the batch was frozen and is ${is} now`);
}

function differs(frozen: FrozenBatch, what: string, how: string): ThongSuotError {
  return new ThongSuotError(
    'batch-differs',
    'user',
    `batch ${frozen.name} differs from its freeze. ${what}: ${how}. Put it back as it was, or give the batch another name`,
    { name: frozen.name, what, how },
  );
}
