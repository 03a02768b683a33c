import type { api, ResultOf } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import { ClientError, RpcError } from '../errors.ts'
import type { Call } from '../rpc/call.ts'
import { sleep } from '../rpc/sleep.ts'
import type { Transfer } from './transfer.ts'

/** The requests that move a part of a file. Each may be asked for again: nothing comes of it but the same once more. */
export type PartRequest = api.upload.saveFilePart | api.upload.saveBigFilePart | api.upload.getFile

export interface PartPort {
  readonly clock: Clock
  readonly call: Call
}

/** A file that is moved waits for longer than somebody who waits for an answer. */
const LONGEST_FLOOD_S = 300
const MOST_LOST = 5

/** Asks for a part until it is answered; begins fewer at a time when the server asks for patience. */
export async function callForPart<const M extends PartRequest>(
  { clock, call }: PartPort,
  transfer: Pick<Transfer, 'signal' | 'window'>,
  request: M,
  dcId?: number,
): Promise<ResultOf<M>> {
  const { signal, window } = transfer
  for (let lost = 0; ; ) {
    try {
      return await call<M>(request, { signal, floodWaitS: 0, dcId })
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ClientError && error.code === 'ANSWER_LOST' && ++lost <= MOST_LOST) continue
      const waitS = error instanceof RpcError && error.code === 420 ? error.value : undefined
      if (waitS === undefined || waitS > LONGEST_FLOOD_S) throw error
      window.refused()
      await sleep(clock, waitS * 1000, signal)
    }
  }
}
