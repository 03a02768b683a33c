import type { RandomBytes } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { PeerLike } from '../peers/resolve.ts'
import type { Call } from '../rpc/call.ts'

export interface BotsPort {
  readonly call: Call
  readonly random: RandomBytes
  resolve(peer: PeerLike): Promise<api.InputPeer>
  getMe(): Promise<api.user>
}
