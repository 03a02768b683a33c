import type { SQLOutputValue } from 'node:sqlite'
import {
  type BoxId,
  type ChannelId,
  type ChatId,
  isChannelId,
  isChatId,
  isUserId,
  type PeerId,
  type UserId,
} from '../../../ids.ts'
import { StoreError } from '../../errors.ts'

/** One row as SQLite gives it; the functions below give its columns their types. */
export type Row = Record<string, SQLOutputValue>

type Column = SQLOutputValue | undefined

export function integer(value: Column): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  throw mismatch('an integer', value)
}

export function userIdOf(value: Column): UserId {
  const id = integer(value)
  if (isUserId(id)) return id
  throw mismatch('the id of a user', id)
}

/** Of a list in JSON, what can be the id of a user: what clients named of themselves was not always looked at. */
export function userIdsOf(value: Column): UserId[] {
  const ids: unknown = JSON.parse(text(value))
  return Array.isArray(ids) ? ids.filter((id: unknown) => typeof id === 'number' && isUserId(id)) : []
}

export function peerIdOf(value: Column): PeerId {
  const id = integer(value)
  if (isUserId(id) || isChatId(id) || isChannelId(id)) return id
  throw mismatch('the id of a peer', id)
}

export function channelIdOf(value: Column): ChannelId {
  const id = integer(value)
  if (isChannelId(id)) return id
  throw mismatch('the id of a channel', id)
}

/** Of a column that holds the id of a group as peers are stored. */
export function chatIdOf(value: Column): ChatId {
  const id = integer(value)
  if (isChatId(id)) return id
  throw mismatch('the id of a group', id)
}

/** Of a column that holds a chat of several people: a group, or a channel. */
export function severalIdOf(value: Column): ChatId | ChannelId {
  const id = integer(value)
  if (isChatId(id) || isChannelId(id)) return id
  throw mismatch('the id of a group or channel', id)
}

export function boxIdOf(value: Column): BoxId {
  const id = integer(value)
  if (isUserId(id) || isChannelId(id)) return id
  throw mismatch('the id of a box', id)
}

/** For columns that hold all 64 bits; the statement must have been made with `longs`. */
export function long(value: Column): bigint {
  if (typeof value === 'bigint') return value
  throw mismatch('a 64-bit integer', value)
}

export function text(value: Column): string {
  if (typeof value === 'string') return value
  throw mismatch('a text', value)
}

export function blob(value: Column): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw mismatch('bytes', value)
}

/** `undefined` for NULL. */
export function optional<T>(read: (value: Column) => T, value: Column): T | undefined {
  return value === null ? undefined : read(value)
}

function mismatch(expected: string, value: Column): StoreError {
  return new StoreError(
    'CORRUPT',
    `a column should hold ${expected} and holds ${value === null ? 'NULL' : typeof value}`,
  )
}
