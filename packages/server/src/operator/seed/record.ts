import { createHash } from 'node:crypto'
import { type ChannelId, type ChatId, channelBase } from '../../ids.ts'
import { toChannelId, toChatId } from '../../peers/peer-id.ts'
import type { Transaction } from '../../store/store.ts'
import { isObject } from '../protocol.ts'
import { conversationsOf, type SeedPlan } from './plan.ts'

/** How far a plan has come, stored with each step, in the same unit: after a kill it goes on behind the last one. */
export interface SeedRecord {
  /** When its last message was sent, in Unix seconds. */
  readonly until: number
  readonly users: number
  /** Conversations that are whole: private chats, then groups, supergroups and channels. */
  readonly chats: number
  /** Parts that there are of the one that is not. */
  readonly within: number
  /** Its number, if it is a group, a supergroup or a channel. */
  readonly group?: ChatId | ChannelId | undefined
  /** Messages in all. */
  readonly messages: number
}

/** Where the store keeps the record of a plan. A plan that differs in anything is another one. */
export function recordName(plan: SeedPlan): string {
  const { seed, users, first, people, chats, groups, groupSize, messages, days, until } = plan
  const { supergroups, channels, channelSize } = plan
  const names = people.map(({ name, username }) => [name, username])
  const others = [seed, users, first, names, chats, groups, groupSize, messages, days, until]
  // A plan without any is called as it was before there were any.
  const ofChannels = supergroups + channels === 0 ? [] : [supergroups, channels, channelSize]
  const text = JSON.stringify([...others, ...ofChannels])
  return `seed:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
}

export function isFinished(plan: SeedPlan, { users, chats }: SeedRecord): boolean {
  return users >= plan.users && chats >= conversationsOf(plan)
}

export function writeRecord(tx: Transaction, plan: SeedPlan, record: SeedRecord): Promise<void> {
  return tx.settings.put(recordName(plan), new TextEncoder().encode(JSON.stringify(record)))
}

export function readRecord(stored: Uint8Array | undefined): SeedRecord | undefined {
  if (stored === undefined) return undefined
  const value: unknown = JSON.parse(new TextDecoder().decode(stored))
  const fields = isObject(value) ? value : {}
  const number = (name: keyof SeedRecord): number => {
    const field = fields[name]
    if (typeof field !== 'number') throw new TypeError(`the record of a seed has no ${name}`)
    return field
  }
  return {
    until: number('until'),
    users: number('users'),
    chats: number('chats'),
    within: number('within'),
    messages: number('messages'),
    group: typeof fields['group'] === 'number' ? groupOf(fields['group']) : undefined,
  }
}

function groupOf(id: number): ChatId | ChannelId | undefined {
  return toChatId(BigInt(-id)) ?? toChannelId(BigInt(channelBase - id))
}
