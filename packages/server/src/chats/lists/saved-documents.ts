import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { maxRingtones, maxSavedGifs } from '../../rules/saved-documents.ts'
import type { SavedDocumentList } from '../../store/domain/lists/saved-documents.ts'
import type { Transaction } from '../../store/store.ts'

interface Saving {
  readonly userId: UserId
  readonly document: number
  readonly date: number
  readonly except: SessionName | undefined
}

/** Music is told of in another way. */
type PrivateList = Exclude<SavedDocumentList, 'music'>

const lists: Readonly<Record<PrivateList, { readonly max: number; readonly update: api.Update }>> = {
  gifs: { max: maxSavedGifs, update: { _: 'updateSavedGifs' } },
  ringtones: { max: maxRingtones, update: { _: 'updateSavedRingtones' } },
}

/** Within a unit: puts a document to the front of a list, and tells the other devices to read that anew. */
export async function saveDocument(
  tx: Transaction,
  ports: ServicePorts,
  list: PrivateList,
  { userId, document, date, except }: Saving,
): Promise<void> {
  const { max, update } = lists[list]
  if (!(await tx.savedDocuments.save(userId, list, document, max))) return
  await recordUnnumbered(tx, ports, { userId, key: keyOf(list), update, date, except })
}

/** Within a unit: takes a document out of a list. */
export async function forgetDocument(
  tx: Transaction,
  ports: ServicePorts,
  list: PrivateList,
  { userId, document, date, except }: Saving,
): Promise<void> {
  if (!(await tx.savedDocuments.remove(userId, list, document))) return
  await recordUnnumbered(tx, ports, { userId, key: keyOf(list), update: lists[list].update, date, except })
}

function keyOf(list: PrivateList): string {
  return `saved ${list}`
}
