import { type ChannelId, isChannelId, isChatId, isUserId, type PeerId, type UserId } from '../ids.ts'

/** Ids for tests, which name people by numbers of their own choice. */
export function asUser(id: number | bigint): UserId {
  const number = Number(id)
  if (isUserId(number)) return number
  throw new RangeError(`${id} is not in the range of users`)
}

export function asPeer(id: number): PeerId {
  if (isUserId(id) || isChatId(id) || isChannelId(id)) return id
  throw new RangeError(`${id} is in no range of peers`)
}

export function asChannel(id: number): ChannelId {
  if (isChannelId(id)) return id
  throw new RangeError(`${id} is not in the range of channels`)
}
