import type { PrivateAct } from './private.ts'

/**
 * Each kind of what is said has a right of its own that members may lose ("Admin, banned, default rights"); `send` asks
 * whether anything may be said at all.
 */
export type SendAct =
  | 'send text'
  | 'send photos'
  | 'send videos'
  | 'send round videos'
  | 'send audios'
  | 'send voices'
  | 'send documents'
  | 'send stickers'
  | 'send gifs'
  | 'send games'
  | 'send by inline bots'
  | 'send polls'
  | 'show page'

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
  | 'set username'
  | 'link chat'
  | 'edit of others'
  | 'delete of others'
  | 'create topic'
  | 'manage topics'
  | 'transfer'
  | 'upgrade'
  | 'delete chat'

export type Act = PrivateAct | GroupAct
