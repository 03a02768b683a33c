import { AuthKey } from '../auth-key.ts'
import { bigIntToBytes } from '../bytes.ts'
import type { SecretChatEndReason } from '../secret-chat/end-reason.ts'
import { otherRole, sealSecretMessage } from '../secret-chat/envelope.ts'
import type { SecretAction, SecretPayload } from '../secret-chat/payload.ts'
import { SequenceNumbers } from '../secret-chat/sequence-numbers.ts'
import type { End } from './end.ts'
import { hold } from './laws.ts'
import { plainCodec } from './plain-codec.ts'
import type { SeededRandom } from './random.ts'

type Change = (honest: SecretPayload<string>, state: End['saved']) => Partial<SecretPayload<string>>

const action =
  (of: SecretAction<string>): Change =>
  () => ({ action: of })

/** What an end that holds the key can do against the rules, and how the chat has to end by it. */
const MALICE: readonly (readonly [SecretChatEndReason, Change])[] = [
  ['SEQ_NO_PARITY', ({ outSeqNo }) => ({ outSeqNo: outSeqNo + 1 })],
  ['SEQ_NO_PARITY', ({ inSeqNo }) => ({ inSeqNo: inSeqNo + 1 })],
  ['SEQ_NO_RANGE', () => ({ inSeqNo: -1 })],
  ['IN_SEQ_NO_AHEAD', ({ inSeqNo }, { sequence }) => ({ inSeqNo: (inSeqNo % 2) + (sequence.out + 1) * 2 })],
  ['IN_SEQ_NO_DECREASED', ({ inSeqNo }, { sequence }) => ({ inSeqNo: (inSeqNo % 2) + (sequence.peerIn - 1) * 2 })],
  ['GAP_TOO_LARGE', ({ outSeqNo }) => ({ outSeqNo: outSeqNo + 2 * 1001 })],
  ['REKEY_UNEXPECTED', action({ kind: 'commitKey', exchangeId: 1n, keyFingerprint: 2n })],
  ['REKEY_PUBLIC_VALUE', action({ kind: 'requestKey', exchangeId: 2n ** 63n - 1n, gA: bigIntToBytes(1n, 256) })],
  ['RESEND_UNSATISFIABLE', ({ outSeqNo }) => ({ action: { kind: 'resend', ...range(outSeqNo, 0) } })],
  ['SEQ_NO_PARITY', ({ outSeqNo }) => ({ action: { kind: 'resend', startSeqNo: outSeqNo, endSeqNo: outSeqNo } })],
]

/** A range that begins with the first message, which was acknowledged long ago; its parity is that of what came. */
function range(outSeqNo: number, raw: number): { startSeqNo: number; endSeqNo: number } {
  const seqNo = raw * 2 + (1 - (outSeqNo % 2))
  return { startSeqNo: seqNo, endSeqNo: seqNo }
}

/** The other end of `victim` breaks one rule. */
export function checkMalice(victim: End, random: SeededRandom): void {
  const [expected, change] = MALICE[random.int(MALICE.length)] ?? MALICE[0] ?? []
  if (expected === undefined || change === undefined) return
  const state = victim.saved
  if (state.sequence.peerIn === 0) return
  const peer = otherRole(state.role)
  const numbers = new SequenceNumbers(peer, { out: state.sequence.in, in: state.sequence.peerIn, peerIn: 0 })
  const wire = numbers.wireOf(numbers.next)
  const honest: SecretPayload<string> = { layer: 144, randomId: 1n, action: { kind: 'noop' }, ...wire }
  const message = plainCodec.encode({ ...honest, ...change(honest, state) }, random.bytes(15))
  const packet = sealSecretMessage(new AuthKey(state.keys.current), peer, message, random.bytes)
  victim.do((chat) => chat.receive(packet))
  const { ended } = victim.chat
  hold('typed reasons', ended === expected, `it should end by ${expected}, not ${ended}`)
  hold(
    'typed reasons',
    victim.saved.keys.current.every((byte) => byte === 0),
    'the key is kept after the end',
  )
  victim.do((chat) => chat.receive(packet))
  hold('typed reasons', victim.events.filter(({ kind }) => kind === 'ended').length === 1, 'it ends twice')
}
