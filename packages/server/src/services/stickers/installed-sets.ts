import type { api } from '@chappe/tl-codec/api'
import { builtInSetById } from '../../built-in/sets.ts'
import type { SessionName } from '../../bus/bus.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { findSet } from '../../chats/files/find-set.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { listHash } from '../../rules/list-hash.ts'
import { maxArchivedSets, maxInstalledSets } from '../../rules/sticker-sets.ts'
import type { StickerKind } from '../../store/domain/files/sticker-sets.ts'
import type { InstalledSet } from '../../store/domain/lists/installed-sets.ts'
import type { Transaction } from '../../store/store.ts'
import { viewCovered, viewStickerSet, viewWholeSet } from '../../views/sticker-set-view.ts'
import { coveredBuiltIn, wholeBuiltIn } from './get-sets.ts'

const maxPage = 100
/** Sets in one request. */
const maxSets = 400
const rate = { burst: 100, secondsEach: 1 }
const ofLists = { burst: 300, secondsEach: 0.2 }

interface Kinds {
  readonly masks?: boolean | undefined
  readonly emojis?: boolean | undefined
}

const kindOf = ({ masks, emojis }: Kinds): StickerKind => (emojis ? 'emoji' : masks ? 'masks' : 'stickers')
const flagsOf = (kind: StickerKind): { masks?: true | undefined; emojis?: true | undefined } => ({
  masks: kind === 'masks' || undefined,
  emojis: kind === 'emoji' || undefined,
})

/** The sets that somebody has among the own, in their order, and those that were put away ("Stickers"). */
export function createInstalledSets(ports: ServicePorts): Methods {
  const { store, clock, settings } = ports
  const { dcId } = settings

  /** The other devices learn `update` now; one that was away looks at all sets of the kind anew. */
  const record = (
    tx: Transaction,
    userId: UserId,
    { kind, update, except }: { kind: StickerKind; update?: api.Update; except: SessionName },
  ): Promise<void> => {
    const outcome: api.updateStickerSets = { _: 'updateStickerSets', ...flagsOf(kind) }
    const change = { userId, key: `sets of ${kind}`, date: unixSeconds(clock), except }
    return recordUnnumbered(tx, ports, { ...change, update: update ?? outcome, outcome })
  }

  const viewAll = async (viewer: UserId, sets: readonly InstalledSet[]): Promise<api.stickerSet[]> => {
    const stored = new Map((await store.read.stickerSets.many(sets.map(({ set }) => set))).map((set) => [set.id, set]))
    const views = sets.map(async (installed): Promise<api.stickerSet[]> => {
      const builtIn = builtInSetById(installed.set)
      const archived = installed.archived || undefined
      if (builtIn !== undefined) return [{ ...builtIn.set, archived, installedDate: installed.date }]
      const set = stored.get(installed.set)
      return set === undefined ? [] : [await viewStickerSet(store.read, set, { viewer, dcId, installed })]
    })
    return (await Promise.all(views)).flat()
  }

  const covered = async (viewer: UserId, ids: readonly number[]): Promise<api.StickerSetCovered[]> => {
    const stored = new Map((await store.read.stickerSets.many(ids)).map((set) => [set.id, set]))
    const all = await Promise.all(
      ids.map(async (id) => {
        const builtIn = builtInSetById(id)
        if (builtIn !== undefined) return [coveredBuiltIn(dcId)(builtIn)]
        const set = stored.get(id)
        return set === undefined ? [] : viewCovered(store.read, [set], viewer, dcId)
      }),
    )
    return all.flat()
  }

  const all =
    (kind: StickerKind) =>
    async ({ userId }: UserContext, { hash: asked }: { readonly hash: bigint }): Promise<api.messages.AllStickers> => {
      const sets = await viewAll(userId, await store.read.installedSets.list(userId, kind, false))
      const hash = sets.length === 0 ? 0n : listHash(sets.map((set) => set.hash))
      if (asked !== 0n && asked === hash) return { _: 'messages.allStickersNotModified' }
      return { _: 'messages.allStickers', hash, sets }
    }

  /** Puts away what is too much, and forgets what was put away long ago; tells what was put away. */
  const makeRoom = async (tx: Transaction, userId: UserId, kind: StickerKind, now: number): Promise<number[]> => {
    const tooMany = (await tx.installedSets.list(userId, kind, false)).slice(maxInstalledSets)
    for (const { set } of tooMany) await tx.installedSets.put(userId, { set, kind, archived: true, date: now })
    const old = (await tx.installedSets.list(userId, kind, true)).slice(maxArchivedSets)
    for (const { set } of old) await tx.installedSets.remove(userId, set)
    return tooMany.map(({ set }) => set)
  }

  const remove = async ({ userId, caller }: UserContext, inputs: readonly api.InputStickerSet[]): Promise<void> => {
    if (inputs.length > maxSets) throw badRequest('STICKERSET_INVALID')
    await store.transaction(async (tx) => {
      const found = await Promise.all(inputs.map((input) => findSet(tx, input)))
      for (const { id } of found) await tx.installedSets.remove(userId, id)
      for (const kind of new Set(found.map((one) => one.kind))) {
        await record(tx, userId, { kind, except: caller.session })
      }
    })
  }

  const archive = async (
    { userId, caller }: UserContext,
    inputs: readonly api.InputStickerSet[],
    archived: boolean,
  ): Promise<void> => {
    if (inputs.length > maxSets) throw badRequest('STICKERSET_INVALID')
    const date = unixSeconds(clock)
    await store.transaction(async (tx) => {
      const found = await Promise.all(inputs.map((input) => findSet(tx, input)))
      for (const { id, kind } of found.toReversed()) {
        if ((await tx.installedSets.get(userId, id)) !== undefined || !archived) {
          await tx.installedSets.put(userId, { set: id, kind, archived, date })
        }
      }
      for (const kind of new Set(found.map((one) => one.kind))) {
        await makeRoom(tx, userId, kind, date)
        await record(tx, userId, { kind, except: caller.session })
      }
    })
  }

  return {
    'messages.getAllStickers': userMethod({ rate: ofLists }, all('stickers')),
    'messages.getMaskStickers': userMethod({ rate: ofLists }, all('masks')),
    'messages.getEmojiStickers': userMethod({ rate: ofLists }, all('emoji')),

    'messages.getArchivedStickers': userMethod({ rate }, async ({ userId }, request) => {
      const sets = await store.read.installedSets.list(userId, kindOf(request), true)
      const after = sets.findIndex(({ set }) => BigInt(set) === request.offsetId) + 1
      const page = sets.slice(after, after + Math.max(0, Math.min(request.limit, maxPage)))
      const ids = page.map(({ set }) => set)
      return { _: 'messages.archivedStickers', count: sets.length, sets: await covered(userId, ids) }
    }),

    'messages.installStickerSet': userMethod({ rate }, async ({ userId, caller }, { stickerset, archived }) => {
      const found = await findSet(store.read, stickerset)
      const { kind, id: set } = found
      const date = unixSeconds(clock)
      const installed: InstalledSet = { set, kind, archived, date }
      const whole =
        'builtIn' in found
          ? wholeBuiltIn(found.builtIn, { ...found.builtIn.set, installedDate: date }, dcId)
          : await viewWholeSet(store.read, found.stored, { viewer: userId, dcId, installed })
      const putAway = await store.transaction(async (tx) => {
        await tx.installedSets.put(userId, installed)
        const away = await makeRoom(tx, userId, kind, date)
        const isNew = !archived && away.length === 0
        const update = isNew ? ({ _: 'updateNewStickerSet', stickerset: whole } as const) : undefined
        await record(tx, userId, { kind, ...(update && { update }), except: caller.session })
        return away
      })
      if (putAway.length === 0) return { _: 'messages.stickerSetInstallResultSuccess' }
      return { _: 'messages.stickerSetInstallResultArchive', sets: await covered(userId, putAway) }
    }),

    'messages.uninstallStickerSet': userMethod({ rate }, async (context, { stickerset }) => {
      await remove(context, [stickerset])
      return true
    }),

    'messages.toggleStickerSets': userMethod({ rate }, async (context, { uninstall, archive: away, stickersets }) => {
      if (uninstall) await remove(context, stickersets)
      else await archive(context, stickersets, away === true)
      return true
    }),

    'messages.reorderStickerSets': userMethod({ rate }, async ({ userId, caller }, request) => {
      const kind = kindOf(request)
      if (request.order.length > maxSets) throw badRequest('STICKERSET_INVALID')
      await store.transaction(async (tx) => {
        const known = new Set((await tx.installedSets.list(userId, kind, false)).map(({ set }) => set))
        const order = [...new Set(request.order.map(Number))].filter((set) => known.has(set))
        await tx.installedSets.reorder(userId, order)
        const update = { _: 'updateStickerSetsOrder', ...flagsOf(kind), order: order.map(BigInt) } as const
        await record(tx, userId, { kind, update, except: caller.session })
      })
      return true
    }),
  }
}
