import { type api, encode } from '@chappe/tl-codec/api'
import { recordUnnumbered, type UnnumberedUpdate } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseDialogFilter, parseFilterId, suggestedFilters } from '../../rules/dialog-filter.ts'
import { maxDialogFilters } from '../../rules/dialog-limits.ts'
import type { Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'

/** What the user interface calls folders: saved searches over the list of chats ("Folders"). */
export function createDialogFilters(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    async 'messages.getDialogFilters'({ userId }) {
      const stored = await store.read.dialogFilters.list(userId)
      const filters = stored.flatMap(({ data }) => readStored('DialogFilter', data) ?? [])
      // The list of all chats is always there.
      return { _: 'messages.dialogFilters', filters: [{ _: 'dialogFilterDefault' }, ...filters] }
    },

    async 'messages.getSuggestedDialogFilters'({ userId }) {
      const stored = await store.read.dialogFilters.list(userId)
      return stored.length === 0 ? [...suggestedFilters] : []
    },

    async 'messages.updateDialogFilter'({ userId, caller }, request) {
      const id = parseFilterId(request.id)
      const filter = request.filter && (await checkPeers(ports, userId, parseDialogFilter(id, request.filter)))
      const change = { userId, date: unixSeconds(clock), except: caller.session }
      await store.transaction((tx) =>
        filter === undefined ? removeFilter(tx, ports, change, id) : putFilter(tx, ports, change, filter),
      )
      return true
    },

    async 'messages.updateDialogFiltersOrder'({ userId, caller }, request) {
      if (request.order.length > maxDialogFilters + 1) throw badRequest('FILTER_ID_INVALID')
      const change = { userId, date: unixSeconds(clock), except: caller.session }
      await store.transaction(async (tx) => {
        await tx.dialogFilters.reorder(userId, request.order)
        await recordOrder(tx, ports, change)
      })
      return true
    },
  }
}

type Change = Pick<UnnumberedUpdate, 'userId' | 'date' | 'except'>

async function putFilter(
  tx: Transaction,
  ports: ServicePorts,
  change: Change,
  filter: api.dialogFilter,
): Promise<void> {
  const { userId } = change
  const stored = await tx.dialogFilters.list(userId)
  const isNew = !stored.some(({ id }) => id === filter.id)
  if (isNew && stored.length >= maxDialogFilters) throw badRequest('FILTERS_TOO_MUCH')
  await tx.dialogFilters.put(userId, { id: filter.id, data: encode(filter) })
  const update: api.updateDialogFilter = { _: 'updateDialogFilter', id: filter.id, filter }
  await recordUnnumbered(tx, ports, { ...change, key: keyOf(filter.id), update })
  // The order is always recorded, and last: a device that was away must learn of a new filter before it learns of its
  // position.
  await recordOrder(tx, ports, change)
}

async function removeFilter(tx: Transaction, ports: ServicePorts, change: Change, id: number): Promise<void> {
  if (!(await tx.dialogFilters.remove(change.userId, id))) return
  await recordUnnumbered(tx, ports, { ...change, key: keyOf(id), update: { _: 'updateDialogFilter', id } })
}

async function recordOrder(tx: Transaction, ports: ServicePorts, change: Change): Promise<void> {
  const order = (await tx.dialogFilters.list(change.userId)).map(({ id }) => id)
  const update: api.updateDialogFilterOrder = { _: 'updateDialogFilterOrder', order }
  await recordUnnumbered(tx, ports, { ...change, key: 'dialog filter order', update })
}

function keyOf(id: number): string {
  return `dialog filter ${id}`
}

/** Each peer once, in the first of the lists that names it, and none that the user may not name. */
async function checkPeers(
  { inputPeers }: ServicePorts,
  userId: UserId,
  filter: api.dialogFilter,
): Promise<api.dialogFilter> {
  const seen = new Set<PeerId>()
  const check = async (inputs: readonly api.InputPeer[]): Promise<api.InputPeer[]> => {
    const kept: api.InputPeer[] = []
    for (const input of inputs) {
      const peer = await inputPeers.peer(userId, input)
      if (seen.has(peer)) continue
      seen.add(peer)
      kept.push(input)
    }
    return kept
  }
  return {
    ...filter,
    pinnedPeers: await check(filter.pinnedPeers),
    includePeers: await check(filter.includePeers),
    excludePeers: await check(filter.excludePeers),
  }
}
