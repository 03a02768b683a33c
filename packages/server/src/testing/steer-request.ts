import type { api } from '@chappe/tl-layers'

/**
 * Makes a request of any shape one that means something, so that it gets further than the first check: whoever it names
 * becomes somebody whom the caller may name, and numbers become such as there are in a small box.
 *
 * @param group what chats become. Default: the friend, too, and bare numbers stay.
 */
export function steerRequest(
  value: unknown,
  friend: api.inputPeerUser,
  next: () => number,
  group?: api.inputPeerChat,
): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  const set = (name: string, item: unknown): void => void Reflect.set(value, name, item)
  for (const [name, item] of Object.entries(value)) {
    const named = nameOf(item)
    if (isPeer.test(named)) {
      set(name, next() % 4 === 0 ? { _: 'inputPeerSelf' } : (group ?? friend))
    } else if (name === 'chatId' && typeof item === 'bigint' && group !== undefined) {
      set(name, group.chatId)
    } else if (isUser.test(named)) {
      set(name, next() % 4 === 0 ? { _: 'inputUserSelf' } : { ...friend, _: 'inputUser' })
    } else if (typeof item === 'number' && isNumber(value, name)) {
      set(name, next() % 9)
    } else if (typeof item === 'number' && /limit|offset/i.test(name)) {
      set(name, (next() % 30) - 5)
    } else {
      steerRequest(item, friend, next, group)
    }
  }
}

const isPeer = /^inputPeer(User|Self|Chat|Channel|Empty)$/
const isUser = /^inputUser(Self|Empty)?$/

function nameOf(item: unknown): string {
  return typeof item === 'object' && item !== null && '_' in item ? String(item._) : ''
}

/** Of a message, that is: an `id`, a `msgId`, or an item of a list of them. */
function isNumber(value: object, name: string): boolean {
  return Array.isArray(value) || /id$/i.test(name)
}
