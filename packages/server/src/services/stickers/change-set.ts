import type { api } from '@chappe/tl-codec/api'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserContext } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { StickerKind, StoredStickerSet } from '../../store/domain/files/sticker-sets.ts'
import type { Transaction } from '../../store/store.ts'
import { viewWholeSet } from '../../views/sticker-set-view.ts'

type Maker = Pick<UserContext, 'userId' | 'caller'>

/** How a set changes that somebody has made. */
export interface ChangeSet {
  /** Changes the set that `find` gives within the unit, and answers with the whole of it. */
  changeStickerSet(
    maker: Maker,
    find: (tx: Transaction) => Promise<StoredStickerSet>,
    act: (tx: Transaction, set: StoredStickerSet) => Promise<void>,
  ): Promise<api.messages.StickerSet>
  /** All of a set, as its maker sees it. */
  wholeSet(userId: UserId, id: number): Promise<api.messages.StickerSet>
  /** Within a unit: the owner's other devices look at the sets anew; those of others when they next ask for their lists. */
  recordSets(tx: Transaction, maker: Maker, kind: StickerKind): Promise<void>
}

export function createChangeSet(ports: ServicePorts): ChangeSet {
  const { store, clock, settings } = ports

  const recordSets: ChangeSet['recordSets'] = (tx, { userId, caller }, kind) => {
    const update: api.updateStickerSets = {
      ...{ _: 'updateStickerSets', masks: kind === 'masks' || undefined, emojis: kind === 'emoji' || undefined },
    }
    const change = { userId, key: `sets of ${kind}`, update, date: unixSeconds(clock), except: caller.session }
    return recordUnnumbered(tx, ports, change)
  }

  const wholeSet: ChangeSet['wholeSet'] = async (userId, id) => {
    const set = await store.read.stickerSets.get(id)
    if (set === undefined) throw badRequest('STICKERSET_INVALID')
    const installed = await store.read.installedSets.get(userId, id)
    return viewWholeSet(store.read, set, { viewer: userId, dcId: settings.dcId, installed })
  }

  return {
    recordSets,
    wholeSet,
    async changeStickerSet(maker, find, act) {
      const { id } = await store.transaction(async (tx) => {
        const set = await find(tx)
        await act(tx, set)
        await recordSets(tx, { ...maker, userId: set.owner }, set.kind)
        return set
      })
      return wholeSet(maker.userId, id)
    },
  }
}
