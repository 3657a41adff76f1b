import { csvRow } from '../../lib/batch/csv-rows.ts';
import { REGISTRY_COLUMNS } from '../../lib/formats/registry-table.ts';
import { SUCCESSION_COLUMNS, WAIVER_COLUMNS } from '../../lib/formats/tables.ts';
import { emptyInFlight, SCENE } from '../axis/scene.ts';

export const table = (
  columns: readonly string[],
  rows: ReadonlyArray<Readonly<Record<string, string>>>,
): string =>
  [csvRow(columns), ...rows.map((row) => csvRow(columns.map((column) => row[column] ?? '')))].join('');

const yaml = (endpoint: string, province: string): string => `province: "${province}"
asOf: "2025-07-01"
registry: registry.csv
succession: succession.csv
waivers: waivers.csv
inFlight: in-flight.csv
axis:
  endpoint: "${endpoint}"
  credentials: { systemId: "env:AXIS_ID", secret: "env:AXIS_SECRET" }
  ratePerSecond: 1000
  timeoutSeconds: 1
  retry: { attempts: 2, firstSeconds: 0.01, maxSeconds: 0.01 }
`;

/** The axis admin's folder of the scene (Vĩnh Long): `codes.yaml` and what it names. */
export const codesFolder = (endpoint: string, province = '86'): Record<string, string> => ({
  'codes.yaml': yaml(endpoint, province),
  'registry.csv': table(REGISTRY_COLUMNS, SCENE.registry),
  'succession.csv': table(SUCCESSION_COLUMNS, SCENE.succession),
  'waivers.csv': table(WAIVER_COLUMNS, []),
  'in-flight.csv': new TextDecoder().decode(emptyInFlight.bytes),
});

/** `waivers.csv` that approves a list. */
export const approve = (digest: string): string =>
  table(WAIVER_COLUMNS, [
    { check: 'codes-watch', key: digest, person: 'A', reason: 'b', date: '2025-07-01', expiry: '2025-12-31' },
  ]);
