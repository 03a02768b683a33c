import type { api, ResultOf } from '@chappe/tl-codec/api'
import { ClientError, RpcError } from '../errors.ts'
import type { Call } from '../rpc/call.ts'
import type { KnownPeer, PeerCache } from './peer-cache.ts'

/**
 * Whoever a message can go to: `me`, `@username`, `+491701234567`, an id, or anything that an answer or an update
 * holds. Ids, peers, users and chats must have been seen by this client before.
 */
export type PeerLike = string | bigint | api.Peer | api.InputPeer | api.User | api.Chat

/** What a server answers to a method that it does not serve. */
const notServed = 'METHOD_NOT_IMPLEMENTED'

export async function resolvePeer(peers: PeerCache, call: Call, target: PeerLike): Promise<api.InputPeer> {
  if (typeof target === 'string') return resolveText(peers, call, target.trim())
  if (typeof target === 'bigint') {
    const known = peers.get('user', target) ?? peers.get('channel', target) ?? peers.get('chat', target)
    return toInputPeer(known, `id ${target}`)
  }
  switch (target._) {
    case 'peerUser':
      return toInputPeer(peers.get('user', target.userId), `user ${target.userId}`)
    case 'peerChannel':
      return toInputPeer(peers.get('channel', target.channelId), `channel ${target.channelId}`)
    case 'peerChat':
      return { _: 'inputPeerChat', chatId: target.chatId }
    case 'user':
    case 'userEmpty':
      if (target._ === 'user') peers.learn([target], [])
      return toInputPeer(peers.get('user', target.id), `user ${target.id}`)
    case 'channel':
    case 'channelForbidden':
      if (target._ === 'channel') peers.learn([], [target])
      return toInputPeer(peers.get('channel', target.id), `channel ${target.id}`)
    case 'chat':
    case 'chatForbidden':
    case 'chatEmpty':
      return { _: 'inputPeerChat', chatId: target.id }
    case 'community':
    case 'communityForbidden':
      throw new ClientError('PEER_UNKNOWN', 'a community takes no messages: name one of its chats')
    default:
      return target
  }
}

async function resolveText(peers: PeerCache, call: Call, text: string): Promise<api.InputPeer> {
  if (text === 'me' || text === 'self') return { _: 'inputPeerSelf' }
  if (/^\+?[\d\s()-]{5,}$/.test(text)) {
    const phone = text.replace(/\D/g, '')
    const known = peers.byPhone(phone)
    return known === undefined ? resolvePhone(peers, call, phone) : toInputPeer(known, text)
  }
  const username = text.replace(/^@|^https?:\/\/[^/]+\//, '')
  const known = peers.byUsername(username)
  if (known !== undefined) return toInputPeer(known, text)
  return ask(peers, call, { _: 'contacts.resolveUsername', username })
}

/** By contacts.resolvePhone; where a server does not serve that, by importing the number as a contact. */
async function resolvePhone(peers: PeerCache, call: Call, phone: string): Promise<api.InputPeer> {
  try {
    const found = await ask(peers, call, { _: 'contacts.resolvePhone', phone })
    // A person who hides the number comes without it, and would be asked for again each time.
    if (found._ === 'inputPeerUser') peers.learnPhone(phone, 'user', found.userId)
    return found
  } catch (error) {
    if (!(error instanceof RpcError) || error.type !== notServed) throw error
  }
  const contact: api.inputPhoneContact = {
    _: 'inputPhoneContact',
    ...{ clientId: 0n, phone, firstName: `+${phone}`, lastName: '' },
  }
  const { imported } = await call({ _: 'contacts.importContacts', contacts: [contact] })
  const userId = imported[0]?.userId
  if (userId === undefined) throw new ClientError('PEER_UNKNOWN', 'nobody has that number')
  peers.learnPhone(phone, 'user', userId)
  return resolvePeer(peers, call, userId)
}

async function ask(
  peers: PeerCache,
  call: Call,
  request: api.contacts.resolvePhone | api.contacts.resolveUsername,
): Promise<api.InputPeer> {
  let resolved: ResultOf<typeof request>
  try {
    resolved = await call(request)
  } catch (error) {
    if (!(error instanceof RpcError) || error.code !== 400 || error.type === notServed) throw error
    if (request._ === 'contacts.resolveUsername') peers.expireName(request.username)
    throw new ClientError('PEER_UNKNOWN', 'nobody has that name or number', { cause: error })
  }
  return resolvePeer(peers, call, resolved.peer)
}

export function toInputPeer(known: KnownPeer | undefined, what: string): api.InputPeer {
  if (known === undefined) throw new ClientError('PEER_UNKNOWN', `${what} was not seen by this client before`)
  const { kind, id, accessHash } = known
  if (kind === 'user') return { _: 'inputPeerUser', userId: id, accessHash }
  if (kind === 'channel') return { _: 'inputPeerChannel', channelId: id, accessHash }
  return { _: 'inputPeerChat', chatId: id }
}
