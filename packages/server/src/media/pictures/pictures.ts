import { availableParallelism } from 'node:os'
import type { UserId } from '../../ids.ts'
import type { Log } from '../../ports/log.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { createWorkQueue } from '../work-queue.ts'
import type { PictureOrder, RenderedPicture } from './order.ts'
import { mostPictureBytes, mostPixels } from './picture-bounds.ts'
import { createPictureThreads } from './picture-threads.ts'
import { readPictureHeader } from './read-header.ts'

/** So many pictures are made at once by a process. */
const mostAtOnce = 3
const waiting = 1_000
/** An album has ten, and several devices may send one. */
const waitingOfAccount = 50

/** Makes pictures of other sizes of those that people upload. */
export interface Pictures {
  /**
   * Makes what is ordered, when it is the account's turn; `read` gives the bytes then, and not before. Throws
   * IMAGE_PROCESS_FAILED for what is no picture or cannot be read, and FLOOD_WAIT_X where too many wait.
   */
  render(account: UserId, read: () => Promise<Uint8Array>, order: OrderOf): Promise<RenderedPicture>
  close(): Promise<void>
}

/** An order, or what makes one of the sides of the picture; it may refuse these. */
export type OrderOf = PictureOrder | ((w: number, h: number) => PictureOrder)

export function createPictures({ log }: { readonly log: Log }): Pictures {
  const atOnce = Math.min(mostAtOnce, Math.max(1, availableParallelism() - 1))
  const queue = createWorkQueue({ atOnce, waiting, waitingOfAccount })
  const threads = createPictureThreads(log)
  return {
    render: (account, read, orderOf) =>
      queue.takeTurn(account, async () => {
        const bytes = await read()
        const header = bytes.length > mostPictureBytes ? undefined : readPictureHeader(bytes)
        if (header === undefined || header.w * header.h > mostPixels) throw badRequest('IMAGE_PROCESS_FAILED')
        const order = typeof orderOf === 'function' ? orderOf(header.w, header.h) : orderOf
        const rendered = await threads.render({ bytes, order })
        if (rendered === undefined) throw badRequest('IMAGE_PROCESS_FAILED')
        return rendered
      }),
    close: () => threads.close(),
  }
}
