import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { type BoxPeer, isUser, type UserId } from '../../ids.ts'
import type { AutoDeletePeriods } from '../../store/domain/chats/auto-delete.ts'
import type { Transaction } from '../../store/store.ts'
import { noteDraft } from '../content/note-draft.ts'
import { setPeriod } from './auto-delete.ts'
import { deliver } from './deliver.ts'

/** Whether the next message may be one that `openWithPeriod` puts a period before. */
export function opensWithPeriod({ chat, newChats = 0 }: AutoDeletePeriods): boolean {
  return chat === undefined && newChats > 0
}

/**
 * Whoever wants all new chats to delete their messages gets that with the first message that he or she writes in one
 * ("Auto-deleting messages", `messages.setDefaultHistoryTTL`).
 */
export async function openWithPeriod(
  tx: Transaction,
  ports: ServicePorts,
  { from, to, date }: { readonly from: UserId; readonly to: BoxPeer; readonly date: number },
): Promise<void> {
  if (!isUser(to) || from === to) return
  const periods = await tx.autoDelete.periods(from, to)
  if (!opensWithPeriod(periods)) return
  const { newChats = 0 } = periods
  if ((await tx.dialogs.get(from, to)) !== undefined) return
  await setPeriod(tx, from, to, newChats)
  const action: api.MessageAction = {
    _: 'messageActionSetMessagesTTL',
    period: newChats,
    autoSettingFrom: BigInt(from),
  }
  await deliver(tx, ports, noteDraft(action, { from, to, date }))
}
