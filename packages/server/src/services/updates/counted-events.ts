import type { api } from '@chappe/tl-codec/api'
import { firstQts } from '../../store/domain/secret/device-queues.ts'

/**
 * What happened to a bot and is counted by `qts` ("Working with Updates") stands among the changes without `pts`: of these a device is
 * told more than it can miss, and of what is counted only what comes after the `qts` that it names.
 */
export interface CountedEvents {
  /** Without what the device has. */
  newsIn(updates: readonly api.Update[]): api.Update[]
  /** Where the device stands that was told of some of them. */
  after(updates: readonly api.Update[]): number
}

/** @param asked the `qts` that the device names; one that is not there yet says nothing */
export function countedEvents(asked: number, current: number): CountedEvents {
  const from = asked > current ? firstQts : Math.max(firstQts, asked)
  return {
    newsIn: (updates) => updates.filter((update) => !isCounted(update) || update.qts > from),
    after: (updates) => updates.reduce((qts, update) => (isCounted(update) ? Math.max(qts, update.qts) : qts), from),
  }
}

function isCounted(update: api.Update): update is Extract<api.Update, { readonly qts: number }> {
  return 'qts' in update
}
