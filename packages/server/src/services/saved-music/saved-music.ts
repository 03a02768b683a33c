import type { api } from '@chappe/tl-codec/api'
import { tellOfUser } from '../../changes/announce.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type Service, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { accessHashOf } from '../../rules/file-reference.ts'
import { listHash } from '../../rules/list-hash.ts'
import { isMusic, maxSavedMusic } from '../../rules/saved-documents.ts'
import type { StoredDocument } from '../../store/domain/files/documents.ts'
import type { Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'
import { viewOwnDocuments } from '../../views/saved-documents-view.ts'
import { standingOf } from '../../views/standing.ts'

const maxPage = 100
const rate = { burst: 300, secondsEach: 0.2 }

/** Music that people show on their profiles ("Music on profiles"), for whom `privacyKeySavedMusic` lets. */
export function createSavedMusicService(ports: ServicePorts): Service {
  const { store, clock, documents, inputPeers } = ports
  const { read } = store

  /** What somebody may see of another's music: its ids in order. */
  const shownTo = async (viewer: UserId, input: api.InputUser): Promise<{ owner: UserId; ids: number[] }> => {
    const owner = await inputPeers.user(viewer, input)
    if (owner === undefined) throw badRequest('USER_ID_INVALID')
    const standing = await standingOf(read, viewer, [owner])
    const isShown = standing.mayAsk(owner, 'privacyKeySavedMusic')
    return { owner, ids: isShown ? await read.savedDocuments.ids(owner, 'music') : [] }
  }

  const view = async (owner: UserId, ids: readonly number[]): Promise<api.document[]> => {
    const stored = await Promise.all(ids.map((id) => read.documents.get(id)))
    const place = { origin: 'inSavedMusic', at: owner } as const
    return viewOwnDocuments(
      read,
      place,
      stored.flatMap((one) => one ?? []),
    )
  }

  const song = async (userId: UserId, input: api.InputDocument): Promise<StoredDocument> => {
    if (input._ !== 'inputDocument') throw badRequest('DOCUMENT_INVALID')
    return documents.findDocument(userId, input, 'DOCUMENT_INVALID')
  }

  const tell = async (tx: Transaction, { userId, caller }: UserContext): Promise<void> => {
    const update: api.updateUser = { _: 'updateUser', userId: BigInt(userId) }
    const date = unixSeconds(clock)
    await recordUnnumbered(tx, ports, { userId, key: 'user', update, date, except: caller.session })
    tellOfUser(tx, ports, userId)
  }

  const methods: Methods = {
    'account.saveMusic': userMethod({ rate: { burst: 100, secondsEach: 1 } }, async (context, request) => {
      const { userId } = context
      const { id } = await song(userId, request.id)
      if (request.unsave) {
        await store.transaction(async (tx) => {
          if (await tx.savedDocuments.remove(userId, 'music', id)) await tell(tx, context)
        })
        return true
      }
      const after = request.afterId && (await song(userId, request.afterId)).id
      await store.transaction(async (tx) => {
        const stored = await tx.documents.get(id)
        const document = stored && readStored('Document', stored.data, `document ${id}`)
        if (document?._ !== 'document' || !isMusic(document)) throw badRequest('DOCUMENT_INVALID')
        const saved = await tx.savedDocuments.ids(userId, 'music')
        if (saved.length >= maxSavedMusic && !saved.includes(id)) throw badRequest('LIMIT_INVALID')
        if (after !== undefined && (after === id || !saved.includes(after))) throw badRequest('DOCUMENT_INVALID')
        const isNew = await tx.savedDocuments.save(userId, 'music', id, maxSavedMusic)
        const isMoved = after !== undefined && (await tx.savedDocuments.moveBehind(userId, 'music', id, after))
        if (isNew || isMoved) await tell(tx, context)
      })
      return true
    }),

    'account.getSavedMusicIds': userMethod({ rate }, async ({ userId }, { hash: known }) => {
      const ids = await read.savedDocuments.ids(userId, 'music')
      const hash = listHash(ids)
      if (hash !== 0n && hash === known) return { _: 'account.savedMusicIdsNotModified' }
      return { _: 'account.savedMusicIds', ids: ids.map(BigInt) }
    }),

    'users.getSavedMusic': userMethod({ rate }, async ({ userId }, { id, offset, limit, hash: known }) => {
      const { owner, ids } = await shownTo(userId, id)
      const from = Math.max(0, offset)
      const page = ids.slice(from, from + Math.max(0, Math.min(limit, maxPage)))
      const hash = listHash(page)
      if (hash !== 0n && hash === known) return { _: 'users.savedMusicNotModified', count: ids.length }
      return { _: 'users.savedMusic', count: ids.length, documents: await view(owner, page) }
    }),

    // As clients have references made anew.
    'users.getSavedMusicByID': userMethod({ rate }, async ({ userId }, { id, documents: named }) => {
      if (named.length > maxPage) throw badRequest('LIMIT_INVALID')
      const { owner, ids } = await shownTo(userId, id)
      const wanted = named.flatMap((one) => (one._ === 'inputDocument' ? Number(one.id) : []))
      const secrets = await read.documents.secrets(wanted.filter((one) => ids.includes(one)))
      const known = named.flatMap((one) => {
        const secret = one._ === 'inputDocument' ? secrets.get(Number(one.id)) : undefined
        if (one._ !== 'inputDocument' || secret === undefined) return []
        return accessHashOf(secret) === one.accessHash ? [Number(one.id)] : []
      })
      return { _: 'users.savedMusic', count: ids.length, documents: await view(owner, [...new Set(known)]) }
    }),
  }
  return { methods }
}
