import { connect } from 'node:net'
import { TransportError } from '../transport-error.ts'
import { clientContext, clientStream, type StreamOptions, watchConnecting } from './client-options.ts'
import type { PacketConnection } from './packet-connection.ts'
import { StreamConnection } from './stream-connection.ts'
import { TcpChannel } from './tcp-channel.ts'

export interface TcpOptions extends StreamOptions {
  readonly host: string
  readonly port: number
  /** Whether the stream is obfuscated; false by default, but a secret implies it. */
  readonly obfuscated?: boolean | undefined
}

/** Connects over TCP. Rejects with CONNECT_FAILED; later failures are told by `onClose`. */
export function connectTcp(options: TcpOptions): Promise<PacketConnection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: options.host, port: options.port, noDelay: true })
    const fail = (error: TransportError): void => {
      endWatch()
      socket.destroy()
      reject(error)
    }
    const endWatch = watchConnecting(options, fail)
    const onError = (error: Error): void => {
      fail(new TransportError('CONNECT_FAILED', `${options.host}:${options.port}: ${error.message}`, { cause: error }))
    }
    socket.on('error', onError)
    socket.once('connect', () => {
      endWatch()
      if (socket.destroyed) return
      const context = clientContext(options)
      const place = {
        carrier: 'tcp',
        testPath: false,
        remoteAddress: socket.remoteAddress,
        remotePort: socket.remotePort,
      } as const
      const channel = new TcpChannel(socket)
      const connection = new StreamConnection(context, channel, place, (events) =>
        clientStream(options, context.limits, options.obfuscated ?? false, events),
      )
      channel.attach(connection)
      socket.off('error', onError)
      resolve(connection)
    })
  })
}
