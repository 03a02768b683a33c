import type { Clock } from '@chappe/transport/client'
import type { Account } from '../account.ts'
import type { RpcError } from '../errors.ts'
import { createFileConnections, type FileConnections } from '../files/file-connections.ts'
import { type Call, type CallPort, createCall } from './call.ts'
import type { DataCentres } from './data-centres.ts'

/** The calls of a client: those of the app, and those that move parts of files, by connections of their own. */
export interface ClientCalls {
  readonly call: Call
  readonly fileCall: Call
  close(): Promise<void>
}

export interface ClientCallsPort {
  readonly clock: Clock
  readonly floodWaitS: number
  readonly maxFileConnections: number
  /** Aborted when the client is closed. */
  readonly closed: AbortSignal
  open(): Promise<{ readonly account: Account; readonly centres: DataCentres }>
  whyNotConnected(): Error | undefined
  onUnauthorized(error: RpcError): void
  readonly onResult: CallPort['onResult']
}

export function createClientCalls(port: ClientCallsPort): ClientCalls {
  const { clock, floodWaitS, closed, open, whyNotConnected, onUnauthorized } = port
  const common = {
    ...{ clock, floodWaitS, closed, whyNotConnected, onUnauthorized },
    async migrate(dcId: number) {
      const { account, centres } = await open()
      if (!centres.has(dcId)) return false
      centres.mainId = dcId
      account.identify({ dcId, userId: account.userId })
      await account.save()
      return true
    },
  }
  let fileConnections: FileConnections | undefined
  return {
    call: createCall({
      ...common,
      async send(body, dcId, requestOptions) {
        const { centres } = await open()
        return (await centres.get(dcId ?? centres.mainId)).request(body, requestOptions)
      },
      onResult: port.onResult,
    }),
    fileCall: createCall({
      ...common,
      // Updates come by the first connection.
      wrap: (query) => ({ _: 'invokeWithoutUpdates', query }),
      async send(body, dcId, requestOptions) {
        const { centres } = await open()
        fileConnections ??= createFileConnections({ clock, centres, maxConnections: port.maxFileConnections })
        return fileConnections.request(body, dcId ?? centres.mainId, requestOptions)
      },
      onResult() {},
    }),
    close: async () => fileConnections?.close(),
  }
}
