// Who may know whom (docs/architecture.md). `scripts/check-dependencies.mjs` also asserts that no module was left out.
const room = (name) => `^lib/${name}/`;
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^lib/', pathNot: [from, ...allowed.map(room)] },
});
const hostModules =
  '^(node:)?(fs|fs/promises|child_process|cluster|worker_threads|os|sqlite|net|http|http2|https|tls|dgram|dns|dns/promises)$';
/** Packages that hold a host's SDK or database: in node_modules once installed, by bare name before that. */
const hostPackages =
  '(^|(^|/)node_modules/)(libsql|@libsql/[^/]+|@aws-sdk/[^/]+|@aws-lambda-powertools/[^/]+)(/|$)';
/** Makes templates on the machine of whoever deploys; nothing that runs needs it. */
const cdkPackages = '(^|(^|/)node_modules/)(aws-cdk-lib|constructs|cdk-nag)(/|$)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'a cycle has no order to read it in',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('formats-know-nobody', room('formats'), [], 'formats are schemas that every room shares'),
    only('ports-know-formats', room('ports'), ['formats'], 'ports are interfaces'),
    only('units-know-formats', room('units'), ['formats'], 'the crosswalk knows nobody above it'),
    only(
      'agencies-know-formats',
      room('agencies'),
      ['formats'],
      'codes and succession know nobody above them',
    ),
    only('identifiers-know-formats', room('identifiers'), ['formats'], 'grammars know nobody above them'),
    only(
      'records-know-below',
      room('records'),
      ['formats', 'units', 'agencies', 'identifiers'],
      'the remap of a record is pure',
    ),
    only(
      'batch-knows-records-and-ports',
      room('batch'),
      ['formats', 'ports', 'records', 'units', 'agencies', 'identifiers'],
      'the batch never checks itself',
    ),
    only(
      'reconcile-trusts-nobody',
      room('reconcile'),
      ['formats', 'ports'],
      'invariant 6: the check does not trust the work',
    ),
    only(
      'axis-knows-agencies',
      room('axis'),
      ['formats', 'ports', 'agencies'],
      'carrying a plan out against the document axis',
    ),
    only(
      'documents-know-below',
      room('documents'),
      ['formats', 'ports', 'agencies', 'identifiers'],
      'packets need codes and routing, and no batch',
    ),
    only('report-knows-formats', room('report'), ['formats'], 'a report is a function of the reconciliation'),
    only(
      'inspect-knows-below',
      room('inspect'),
      ['formats', 'ports', 'units', 'agencies', 'identifiers'],
      'a look at a file needs no batch',
    ),
    only(
      'sample-is-independent',
      room('sample'),
      ['formats', 'ports'],
      'a manifest made by the code under test proves nothing',
    ),
    only(
      'cli-knows-no-work',
      room('cli'),
      [
        'formats',
        'ports',
        'units',
        'agencies',
        'identifiers',
        'batch',
        'report',
        'inspect',
        'sample',
        'axis',
        'documents',
      ],
      'the command line asks batch; how a record is decided and checked is none of its business',
    ),
    only(
      'progress-knows-batches',
      room('progress'),
      ['formats', 'ports', 'batch', 'report'],
      'a report over batches reads what they left; it decides nothing',
    ),
    only('local-knows-ports', room('local'), ['formats', 'ports', 'batch'], 'adapters serve the ports'),
    {
      name: 'aws-knows-ports',
      comment:
        'adapters serve the ports, and a function has a disk and a clock too; figures stand where infra reads them',
      severity: 'error',
      from: { path: room('aws') },
      to: {
        path: '^lib/',
        pathNot: [
          ...['aws', 'local', 'formats', 'ports', 'batch'].map(room),
          '^lib/infra/(metrics\\.ts$|cost/)',
        ],
      },
    },
    {
      name: 'only-the-app-needs-infra',
      comment: 'what deploys is no part of what runs, but for the names of its metrics and the cost model',
      severity: 'error',
      from: { path: '^(lib|bin|lambdas)/', pathNot: ['^lib/infra/', '^bin/app\\.ts$'] },
      to: { path: '^lib/infra/', pathNot: ['^lib/infra/(metrics\\.ts$|cost/)'] },
    },
    {
      name: 'only-infra-knows-the-cdk',
      comment: 'the CDK is a dev dependency: it makes templates, and stands in no bundle',
      severity: 'error',
      from: { path: '^(lib|bin|lambdas)/', pathNot: [room('infra')] },
      to: { path: cdkPackages },
    },
    {
      name: 'only-entries-choose-adapters',
      comment: 'bin, lambdas and infra choose adapters; so do tests and benchmarks',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/(local|aws|infra)/'] },
      to: { path: '^lib/(local|aws|infra)/' },
    },
    {
      name: 'only-adapters-touch-the-host',
      comment: 'files, threads, processes and the network are behind ports',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/(local|aws|infra)/'] },
      to: { path: hostModules },
    },
    {
      name: 'only-adapters-know-the-hosts-packages',
      comment: 'SQLite and the cloud are behind ports',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/(local|aws|infra)/'] },
      to: { path: hostPackages },
    },
    {
      name: 'only-the-check-has-the-engine',
      comment: 'invariant 6: nothing else derives outcomes with the engine that checks them',
      severity: 'error',
      from: { path: '^(lib|bin|lambdas)/', pathNot: [room('reconcile')] },
      to: { path: '(^|(^|/)node_modules/)@duckdb/' },
    },
    {
      name: 'no-compiled-crosswalk-in-the-check',
      comment: 'the reconciliation reads the CSV tables',
      severity: 'error',
      from: { path: room('reconcile') },
      to: { path: '^data/compiled/' },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^(lib|bin|lambdas)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      // Types alone, from @types/aws-lambda: there is no package of that name to resolve.
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    {
      name: 'no-dev-dependencies-in-the-product',
      severity: 'error',
      from: { path: '^(lib|bin|lambdas)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: cdkPackages },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    exclude: { path: ['^dist', '^coverage'] },
  },
};
