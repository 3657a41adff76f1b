import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { axisClient } from '../../lib/axis/client.ts';
import { carryOut } from '../../lib/axis/sync.ts';
import { openLocalCodes } from '../../lib/local/codes-place.ts';
import { temporaryFolder } from '../local/folder.ts';
import { bench, config, differencesOf, fakeTime, listOf, SCENE, SECRETS } from './scene.ts';

const secrets = { secret: (reference: string) => SECRETS[reference] };

it('what this machine keeps outlives a run that dies, and lets one sync at a time', async () => {
  const outRoot = temporaryFolder();
  const scene = bench();
  const open = () => openLocalCodes({ outRoot, province: '86' });
  const first = await open();
  expect(statSync(first.dir).mode & 0o777).toBe(0o700);
  const lock = await first.lock.acquire();
  const beside = await open();
  expect(await beside.lock.acquire()).toHaveProperty('heldBy');
  await beside.close();
  let sent = 0;
  const dying = {
    send: async (request: Parameters<ReturnType<typeof scene.axis.http>['send']>[0]) => {
      if (++sent > 6) throw new Error('the power went');
      return scene.axis.http().send(request);
    },
  };
  const client = axisClient(config(), { http: dying, ...fakeTime(), secrets });
  await expect(carryOut({ ...scene.options, ...first, client })).rejects.toThrow('the power went');
  if ('release' in lock) await lock.release();
  await first.close();
  const second = await open();
  const report = await carryOut({ ...scene.options, out: second.out, ledger: second.ledger });
  await second.close();
  expect(report.result).toBe('ended');
  expect(differencesOf(SCENE.registry, listOf(scene.axis))).toEqual([]);
  const done = scene.axis.processed.map(({ code }) => code);
  expect(new Set(done).size).toBe(done.length);
  expect(done).toHaveLength(10);
});
