import type { PrivateAct } from './private.ts'
import type { SendAct } from './verdict.ts'

/** What there is to do in groups and channels alone. */
export type GroupAct =
  | SendAct
  | 'see'
  | 'see members'
  | 'see log'
  | 'join'
  | 'leave'
  | 'invite'
  | 'manage links'
  | 'remove invited'
  | 'remove'
  | 'set default rights'
  | 'add admins'
  | 'rank oneself'
  | 'rank others'
  | 'change info'
  | 'set slow mode'
  | 'set admission'
  | 'set username'
  | 'link chat'
  | 'edit of others'
  | 'delete of others'
  | 'create topic'
  | 'manage topics'
  | 'set forum'
  | 'transfer'
  | 'upgrade'
  | 'delete chat'

export type Act = PrivateAct | GroupAct
