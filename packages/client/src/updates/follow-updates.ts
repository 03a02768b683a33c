import { LAYER } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import type { Account } from '../account.ts'
import type { FileOrigins } from '../files/file-origins.ts'
import type { Log } from '../log.ts'
import { noteChanges } from '../peers/people-in.ts'
import type { Call } from '../rpc/call.ts'
import type { SecretChatsOfDevice } from '../secret-chats/secret-chats.ts'
import { type Completion, createCompletion } from './completion.ts'
import { type Emitter, toReceivedMessage } from './events.ts'
import type { Handling } from './handling.ts'
import { createUpdateLoop, type UpdateLoop, type UpdateLoopOptions } from './update-loop.ts'
import type { Delivered } from './update-types.ts'

/** The updates of whoever is signed in. */
export interface Followed {
  /** Undefined while nobody is. */
  readonly loop: UpdateLoop | undefined
  /** Updates are followed from now on. */
  listen(of: Account, self: bigint): UpdateLoop
  stop(): void
}

export interface FollowOptions {
  readonly clock: Clock
  readonly call: Call
  readonly log: Log
  readonly handling: Handling
  readonly emitter: Emitter
  readonly origins: FileOrigins
  readonly secret: SecretChatsOfDevice | undefined
  readonly limits: UpdateLoopOptions['limits']
  /** Aborted when the client is closed. */
  readonly closed: AbortSignal
}

export function followUpdates(options: FollowOptions): Followed {
  const { clock, call, log, handling, emitter, origins, secret, limits } = options
  let loop: UpdateLoop | undefined
  /** Aborted when updates are not followed any more. */
  let listening = new AbortController()

  function stop(): void {
    listening.abort()
    loop = undefined
  }

  function deliver(delivered: Delivered): void {
    emitter.emit('update', delivered)
    const message = toReceivedMessage(delivered.update)
    if (message !== undefined) emitter.emit('message', message)
  }

  return {
    get loop() {
      return loop
    },
    listen(of, self) {
      stop()
      listening = new AbortController()
      const closed = AbortSignal.any([options.closed, listening.signal])
      const completion: Completion = createCompletion({ call, peers: of.peers, handling, closed, deliver })
      loop = createUpdateLoop({
        ...{ clock, call, self, log, closed, peers: of.peers, stored: of.updates, limits },
        onDelivered(delivered) {
          of.peers.learn(delivered.users, delivered.chats)
          origins.learn(undefined, delivered.update)
          noteChanges(of.peers, delivered.update)
          secret?.onUpdate(delivered.update)
          completion.add(delivered)
        },
        onGap(gap) {
          if (!emitter.has('gap')) log('warn', `updates are lost (${gap.reason})`, gap.error)
          emitter.emit('gap', gap)
        },
        onUnknown: (bytes, error) => emitter.emit('unknownUpdate', { bytes, layer: LAYER, error }),
        onStateChange: of.noteUpdates,
      })
      loop.catchUp()
      secret?.start(self)
      return loop
    },
    stop,
  }
}
