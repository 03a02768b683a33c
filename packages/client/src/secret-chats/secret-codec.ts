import type { SecretAction, SecretCodec, SecretPayload } from '@chappe/crypto'
import { Reader, TlError } from '@chappe/tl-codec'
import { decode, encode, type secret } from '@chappe/tl-codec/secret'
import type { SecretContent } from './content.ts'
import { newestMessage } from './newest-form.ts'
import { olderForm } from './older-form.ts'

/** Messages with fewer random bytes must be ignored ("decryptedMessageLayer"). */
const MIN_RANDOM_BYTES = 15
const DECRYPTED_MESSAGE_LAYER = 0x1be31789

/** The contents of secret chats as TL, in the layer that a payload names; what comes may be of any. */
export const secretCodec: SecretCodec<SecretContent> = {
  encode({ layer, inSeqNo, outSeqNo, randomId, action }, randomBytes) {
    const message = messageOf(randomId, action, layer)
    return encode({ _: 'decryptedMessageLayer', randomBytes, layer, inSeqNo, outSeqNo, message })
  },
  decode(bytes) {
    try {
      const { randomBytes, layer, inSeqNo, outSeqNo, message } = decode('DecryptedMessageLayer', bytes)
      if (randomBytes.length < MIN_RANDOM_BYTES) return undefined
      return { layer, inSeqNo, outSeqNo, randomId: message.randomId, action: actionOf(message) }
    } catch (error) {
      if (!(error instanceof TlError)) throw error
      return headOf(bytes)
    }
  },
}

function messageOf(randomId: bigint, action: SecretAction<SecretContent>, layer: number): secret.DecryptedMessage {
  if (action.kind === 'content') return olderForm(action.content, layer)
  return { _: 'decryptedMessageService', randomId, action: serviceOf(action) }
}

function serviceOf(action: Exclude<SecretAction<SecretContent>, { kind: 'content' }>): secret.DecryptedMessageAction {
  switch (action.kind) {
    case 'resend':
      return { _: 'decryptedMessageActionResend', startSeqNo: action.startSeqNo, endSeqNo: action.endSeqNo }
    case 'notifyLayer':
      return { _: 'decryptedMessageActionNotifyLayer', layer: action.layer }
    case 'requestKey':
      return { _: 'decryptedMessageActionRequestKey', exchangeId: action.exchangeId, gA: action.gA }
    case 'acceptKey': {
      const { exchangeId, gB, keyFingerprint } = action
      return { _: 'decryptedMessageActionAcceptKey', exchangeId, gB, keyFingerprint }
    }
    case 'abortKey':
      return { _: 'decryptedMessageActionAbortKey', exchangeId: action.exchangeId }
    case 'commitKey': {
      const { exchangeId, keyFingerprint } = action
      return { _: 'decryptedMessageActionCommitKey', exchangeId, keyFingerprint }
    }
    // Nobody sends what it does not know; a place in the order is all that is left of it.
    case 'unsupported':
    case 'noop':
      return { _: 'decryptedMessageActionNoop' }
  }
}

function actionOf(message: secret.DecryptedMessage): SecretAction<SecretContent> {
  if (message._ !== 'decryptedMessageService' && message._ !== 'decryptedMessageService8')
    return { kind: 'content', content: newestMessage(message) }
  const { randomId, action } = message
  switch (action._) {
    case 'decryptedMessageActionResend':
      return { kind: 'resend', startSeqNo: action.startSeqNo, endSeqNo: action.endSeqNo }
    case 'decryptedMessageActionNotifyLayer':
      return { kind: 'notifyLayer', layer: action.layer }
    case 'decryptedMessageActionRequestKey':
      return { kind: 'requestKey', exchangeId: action.exchangeId, gA: action.gA }
    case 'decryptedMessageActionAcceptKey': {
      const { exchangeId, gB, keyFingerprint } = action
      return { kind: 'acceptKey', exchangeId, gB, keyFingerprint }
    }
    case 'decryptedMessageActionAbortKey':
      return { kind: 'abortKey', exchangeId: action.exchangeId }
    case 'decryptedMessageActionCommitKey':
      return { kind: 'commitKey', exchangeId: action.exchangeId, keyFingerprint: action.keyFingerprint }
    case 'decryptedMessageActionNoop':
      return { kind: 'noop' }
    default:
      return { kind: 'content', content: { _: 'decryptedMessageService', randomId, action } }
  }
}

/** A message of a layer that is not known yet: it has its place in the order, by the numbers that stand first. */
function headOf(bytes: Uint8Array): SecretPayload<SecretContent> | undefined {
  try {
    const reader = new Reader(bytes)
    reader.expect(DECRYPTED_MESSAGE_LAYER, 'DecryptedMessageLayer')
    if (reader.byteString().length < MIN_RANDOM_BYTES) return undefined
    const [layer, inSeqNo, outSeqNo] = [reader.int(), reader.int(), reader.int()]
    return { layer, inSeqNo, outSeqNo, randomId: 0n, action: { kind: 'unsupported' } }
  } catch (error) {
    if (error instanceof TlError) return undefined
    throw error
  }
}
