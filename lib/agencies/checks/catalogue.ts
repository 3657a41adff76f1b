import type { CodeRule } from '../check-rule.ts';
import { codeGrammar } from './code-grammar.ts';
import { codeLoose } from './code-loose.ts';
import { codeShared } from './code-shared.ts';
import { communeTwoSeats } from './commune-two-seats.ts';
import { communeUnknown } from './commune-unknown.ts';
import { dispositionMissing } from './disposition-missing.ts';
import { dispositionTwice } from './disposition-twice.ts';
import { duplicateMail } from './duplicate-mail.ts';
import { duplicateName } from './duplicate-name.ts';
import { formsDisagree } from './forms-disagree.ts';
import { intervalDay } from './interval-day.ts';
import { intervalOverlap } from './interval-overlap.ts';
import { intervalReversed } from './interval-reversed.ts';
import { level2Collision } from './level2-collision.ts';
import { liveButEnded } from './live-but-ended.ts';
import { liveUnderClosed } from './live-under-closed.ts';
import { mergeNotSaid } from './merge-not-said.ts';
import { namesakes } from './namesakes.ts';
import { noLegalBasis } from './no-legal-basis.ts';
import { noSuccessor } from './no-successor.ts';
import { numberReused } from './number-reused.ts';
import { numericSuspects } from './numeric-suspects.ts';
import { officeCodedTwice } from './office-coded-twice.ts';
import { parentCycle } from './parent-cycle.ts';
import { parentDead } from './parent-dead.ts';
import { parentMissing } from './parent-missing.ts';
import { parentUnexpected } from './parent-unexpected.ts';
import { rootUnknown } from './root-unknown.ts';
import { successionChain } from './succession-chain.ts';
import { successionCycle } from './succession-cycle.ts';
import { successionRow } from './succession-row.ts';
import { successorDead } from './successor-dead.ts';
import { successorMissing } from './successor-missing.ts';

/** Every rule of `codes check`, in the order in which findings are listed: codes, names, days, parents, the law, then the succession. */
export const CODE_RULES: readonly CodeRule[] = [
  codeGrammar,
  codeLoose,
  rootUnknown,
  numericSuspects,
  codeShared,
  officeCodedTwice,
  duplicateName,
  namesakes,
  duplicateMail,
  intervalDay,
  intervalReversed,
  intervalOverlap,
  parentMissing,
  parentDead,
  parentCycle,
  parentUnexpected,
  liveUnderClosed,
  level2Collision,
  formsDisagree,
  communeUnknown,
  communeTwoSeats,
  noLegalBasis,
  successionRow,
  dispositionMissing,
  dispositionTwice,
  successorMissing,
  successorDead,
  successionChain,
  successionCycle,
  liveButEnded,
  mergeNotSaid,
  numberReused,
  noSuccessor,
];
