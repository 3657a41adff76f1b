/** Texts of the commands about the document axis: plan, sync, watch (keys as in `axis-vi.ts`). */
export const axisEn = {
  'help.codes-plan':
    'Plan the calls that make the document axis equal to the registry, in order; sends nothing. --reverse plans to take a plan back',
  'help.codes-sync':
    'Carry a plan out against the document axis, and read back; a dry run unless --confirm DIGEST is given',
  'help.codes-watch': 'Fetch the axis’s list and compare it with the list approved last',
  'flag.live': 'ask the axis itself for its list, instead of saved answers',
  'flag.plan-write': 'write the plan here (default OUT/codes/PROVINCE/plan-DIGEST.json)',
  'flag.reverse': 'plan to take back what this plan did, from the before-images that sync kept',
  'flag.plan-file': 'the plan file that codes plan wrote',
  'flag.confirm': 'the plan’s digest, its first 12 characters or more: carry the plan out',
  'flag.retry-refused': 'send calls once more that the axis refused, or acknowledged without doing them',
  'plan.head':
    'Plan {digest}, day {day}: {registers} to register or update, {deletes} to delete, {refused} refused.',
  'plan.head.reverse':
    'Plan {digest}, which takes {reverses} back: {registers} to register or update, {deletes} to delete, {refused} refused.',
  'plan.problems': 'Entries of the axis’s list that can’t be right: {count} (codes diff names them)',
  'plan.call.register': 'register',
  'plan.call.update': 'update',
  'plan.call.delete': 'delete',
  'plan.under': 'under {parent}',
  'plan.after': 'once {codes} is live',
  'plan.more': 'and {count} more, in the plan file',
  'plan.refused': 'Refused:',
  'plan.refused.no-legal-basis':
    'no legal basis: cite the decision in the registry (legal_basis) or in the succession list',
  'plan.refused.code-form': 'the code is of no grammar, or can’t be sent: correct it in the registry',
  'plan.refused.parent-missing':
    'the parent is blank, or neither on the axis nor in this plan: register it first, or correct the registry',
  'plan.refused.parent-cycle': 'the parents go round in a circle: correct the registry',
  'plan.refused.locked': 'locked on the axis: ask its operator to unlock the code; no call does',
  'plan.refused.no-call': 'no call of the axis sets the other code form: ask its operator',
  'plan.refused.field-unknown':
    'neither the registry nor the list says the mail or the parent, and an update would blank it: fill in the registry',
  'plan.refused.successor-missing': 'a successor is not live on the axis, nor registered by this plan',
  'plan.refused.children-stay': 'agencies would be left under it: give them a new parent or an end first',
  'plan.refused.changed-since': 'the axis has no longer what the plan left: somebody changed it since',
  'plan.refused.not-settled': 'nobody knows whether it was done: run codes sync to the end first',
  'plan.refused.depends': 'another call that can’t be taken back rests on it',
  'plan.none': 'The axis is as the registry wants it: nothing to send.',
  'plan.written': 'Plan written: {path}',
  'plan.next':
    'When you have looked it through: thong-suot codes sync {config} --plan {path} --confirm {digest}',
  'sync.dry': 'Dry run of plan {digest}: nothing was sent.',
  'sync.ran': 'Plan {digest}: requests sent {sent}.',
  'sync.drift':
    'Refused: the axis’s list is not the one that the plan was made from ({count} differences). Make the plan again, look at it and confirm it.',
  'sync.changed':
    'Stopped: while the plan ran, the axis’s list became another, or came back in part ({count} differences). What was sent is recorded: run again; if it is refused then, make the plan again.',
  'sync.unreachable': 'The axis stopped answering. What was done is recorded: run again.',
  'sync.failing':
    'The axis lists its agencies, but carries nothing out. What was done is recorded: run again later.',
  'sync.state.done': 'done and read back: {count}',
  'sync.state.although': 'done, though the axis answered with an error: {count}',
  'sync.state.settled': 'already as wanted: {count}',
  'sync.state.to-send': 'would be sent now: {count}',
  'sync.state.waits': 'waiting for other calls of the plan: {count}',
  'sync.state.in-flight': 'not deleted, documents are in flight (re-issue or waive them by name): {count}',
  'sync.state.no-in-flight-list':
    'not deleted, nobody says what is in flight (run documents in-flight and name its in-flight.csv as inFlight in codes.yaml): {count}',
  'sync.state.successor': 'not deleted, a successor does not read back live: {count}',
  'sync.state.refused':
    'refused by the axis (18, 19: unknown; 23: locked; after mending: --retry-refused): {count}',
  'sync.state.differs':
    'sent, but does not read back as wanted (see the axis; --retry-refused sends again): {count}',
  'sync.state.failed': 'sent as often as allowed without an outcome (run again later): {count}',
  'sync.documents': 'documents: {count}',
  'sync.error': 'error {code}',
  'sync.left': 'Differences left between registry and axis: {count} (thong-suot codes diff shows them).',
  'sync.equal': 'Registry and axis are equal.',
  'sync.reversed': 'The plan was taken back.',
  'sync.list': 'The axis’s list as it is now: {path}',
  'sync.next': 'To carry it out: add --confirm {digest}',
  'sync.progress': 'axis',
  'watch.list': 'The axis’s list: {digest}, entries of ours {ours}, of others {others}. Kept: {path}',
  'watch.unapproved':
    'No list is approved. If this one is right, write this row into {file} (columns check,key,person,reason,date,expiry):',
  'watch.row': 'codes-watch,{digest},NAME,REASON,DATE,EXPIRY',
  'watch.same': 'No drift: ours is as in the approved list {digest}.',
  'watch.drift': 'Drift since the approved list {digest}: {count}',
  'watch.there': 'entry',
  'watch.approve': 'If this is right, approve the new list with a row of waivers.csv:',
  'axis.blank': '(none)',
} as const;
