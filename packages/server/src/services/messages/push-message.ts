import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { UserId } from '../../store/domain/ids.ts'
import type { Transaction } from '../../store/store.ts'
import { collectUsers } from '../../views/mentioned-users.ts'
import type { ServicePorts } from '../ports.ts'
import type { Copy } from './deliver.ts'

interface MessagePush {
  readonly copy: Copy
  /** The chat, as seen from the box. */
  readonly peer: UserId
  readonly firstOfDialog: boolean
  readonly except: SessionName | undefined
}

/**
 * Within a unit: has the sessions of the box's owner told of a new message once it is durable. In the short form where it
 * says all ("Working with Updates", `updateShortMessage`); with the people it names where a client may not know them yet.
 */
export async function pushMessage(tx: Transaction, ports: ServicePorts, push: MessagePush): Promise<void> {
  const { copy, except } = push
  const updates =
    push.firstOfDialog || !fitsShortForm(copy.message) ? await full(tx, ports, copy) : short(copy, push.peer)
  tx.onCommit(() => ports.bus.publish({ type: 'updates', userId: copy.box, updates, except }))
}

function fitsShortForm({ noforwards, invertMedia, entities = [] }: api.message): boolean {
  return !noforwards && !invertMedia && entities.every((entity) => entity._ !== 'messageEntityMentionName')
}

function short({ message, pts }: Copy, peer: UserId): api.updateShortMessage {
  const { out, silent, id, date, entities } = message
  return {
    _: 'updateShortMessage',
    out,
    silent,
    id,
    userId: BigInt(peer),
    message: message.message,
    pts,
    ptsCount: 1,
    date,
    replyTo: message.replyTo,
    entities,
  }
}

async function full(tx: Transaction, { userViews }: ServicePorts, { message, pts, box }: Copy): Promise<api.updates> {
  const named = new Set<UserId>([box])
  collectUsers(message, named)
  return {
    _: 'updates',
    updates: [{ _: 'updateNewMessage', message, pts, ptsCount: 1 }],
    users: await userViews.of(tx, box, named),
    chats: [],
    date: message.date,
    // Ordered by pts alone.
    seq: 0,
  }
}
