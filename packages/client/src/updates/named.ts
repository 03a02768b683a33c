import type { api } from '@chappe/tl-codec/api'

/** The people and chats that an update names, each once. */
export interface Named {
  readonly users: ReadonlySet<bigint>
  readonly chats: ReadonlySet<bigint>
  readonly channels: ReadonlySet<bigint>
}

const USER_FIELDS: ReadonlySet<string> = new Set([
  'userId',
  'viaBotId',
  'viaBusinessBotId',
  'inviterId',
  'botId',
  'adminId',
])
/** Ids of people in these, whatever the update. */
const USER_LISTS: ReadonlySet<string> = new Set(['users', 'recentRequesters'])
/** Beyond this nothing of a message names anybody. */
const MAX_DEPTH = 8

export function namedIn(update: api.Update): Named {
  const named = { users: new Set<bigint>(), chats: new Set<bigint>(), channels: new Set<bigint>() }
  visit(update, named, MAX_DEPTH)
  return named
}

interface Found {
  readonly users: Set<bigint>
  readonly chats: Set<bigint>
  readonly channels: Set<bigint>
}

function visit(value: object, found: Found, depth: number): void {
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'bigint') {
      if (USER_FIELDS.has(name)) found.users.add(field)
      else if (name === 'chatId') found.chats.add(field)
      else if (name === 'channelId') found.channels.add(field)
    } else if (Array.isArray(field)) {
      const ofUsers = USER_LISTS.has(name)
      for (const item of field) {
        if (ofUsers && typeof item === 'bigint') found.users.add(item)
        else if (isObject(item) && depth > 0) visit(item, found, depth - 1)
      }
    } else if (isObject(field) && depth > 0) {
      visit(field, found, depth - 1)
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}
