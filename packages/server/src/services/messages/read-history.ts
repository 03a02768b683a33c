import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordNumbered } from '../../changes/record-change.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'

export function createReadHistory(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'messages.readHistory': userMethod({ acts: ['read'] }, async ({ userId, caller }, request) => {
      if (request.maxId < 0) throw badRequest('MSG_ID_INVALID')
      const peer = await inputPeers.person(userId, request.peer)
      const reading = { reader: userId, peer, maxId: request.maxId, date: unixSeconds(clock), session: caller.session }
      return store.transaction((tx) => read(tx, ports, reading))
    }),
  }
}

interface Reading {
  readonly reader: UserId
  readonly peer: UserId
  /** 0 for everything. */
  readonly maxId: number
  readonly date: number
  readonly session: SessionName
}

/** Moves the reader's mark on, and the mark that the other side sees on its own messages. */
async function read(tx: Transaction, ports: ServicePorts, reading: Reading): Promise<api.messages.affectedMessages> {
  const { reader, peer, date } = reading
  const dialog = await tx.dialogs.get(reader, peer)
  const upTo = Math.min(reading.maxId || Number.MAX_SAFE_INTEGER, dialog?.topMessage ?? 0)
  const last = await tx.messages.lastIncoming(reader, peer, upTo)
  if (dialog === undefined || last === undefined || last.id <= dialog.readInboxMaxId) {
    const state = await tx.boxes.state(reader)
    return { _: 'messages.affectedMessages', pts: state?.pts ?? 0, ptsCount: 0 }
  }
  const unread = await tx.messages.countIncomingAbove(reader, peer, last.id)
  const isTold = (await allowIn(tx, reader, peer, 'read')) === 'all'
  const theirDialog = isTold ? await tx.dialogs.get(peer, reader) : undefined
  const movesTheirs = theirDialog !== undefined && last.twin > theirDialog.readOutboxMaxId

  const boxes = movesTheirs ? [reader, peer] : [reader]
  const [mine, theirs] = await tx.boxes.advance(boxes.map((box) => ({ box, pts: 1, messages: 0 })))
  if (mine === undefined) throw new TypeError('advance answers each step')

  await tx.dialogs.setReadInbox(reader, peer, last.id, unread)
  await recordNumbered(tx, ports, {
    userId: reader,
    date,
    except: reading.session,
    update: {
      _: 'updateReadHistoryInbox',
      peer: toPeer(peer),
      maxId: last.id,
      stillUnreadCount: unread,
      pts: mine.pts,
      ptsCount: 1,
    },
  })
  if (theirs !== undefined) {
    await tx.dialogs.setReadOutbox(peer, reader, last.twin)
    await tx.readDates.add(peer, reader, last.twin, date)
    await recordNumbered(tx, ports, {
      userId: peer,
      date,
      except: undefined,
      update: {
        _: 'updateReadHistoryOutbox',
        peer: toPeer(reader),
        maxId: last.twin,
        pts: theirs.pts,
        ptsCount: 1,
      },
    })
  }
  return { _: 'messages.affectedMessages', pts: mine.pts, ptsCount: 1 }
}
