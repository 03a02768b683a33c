export { aesIgeDecrypt, aesIgeEncrypt, createAesCtr } from './aes.ts'
export { AuthKey } from './auth-key.ts'
export {
  bigIntToBytes,
  bytesToBigInt,
  concat,
  equalBytes,
  type RandomBytes,
  toHex,
  wipe,
  xor,
} from './bytes.ts'
export { CALL_EMOJI } from './call/call-emoji.ts'
export {
  type AgreedCall,
  acceptCall,
  completeCall,
  confirmCall,
  type RequestedCall,
  requestCall,
} from './call/call-exchange.ts'
export { callCommitment, callEmoji, isCommitted } from './call/call-keys.ts'
export {
  checkDhParams,
  checkDhPublic,
  DH_GENERATOR,
  DH_PRIME,
  type DhKeyPair,
  dhSharedKey,
  generateDhKeyPair,
} from './dh.ts'
export {
  type DhConfig,
  type DhGroup,
  type DhHalf,
  endToEndKey,
  generateDhHalf,
  mixDhSecret,
  requireFingerprint,
} from './end-to-end-dh.ts'
export { CryptoError, type CryptoErrorCode } from './errors.ts'
export { factorPq } from './factor-pq.ts'
export { pbkdf2Sha512, sha1, sha256, sha512 } from './hashes.ts'
export { openMessage, quickAckToken, sealMessage } from './message.ts'
export { messageKeysV1, messageKeyV1, openMessageV1, sealMessageV1 } from './message-v1.ts'
export { isProbablePrime, modPow } from './numbers.ts'
export type { MessageKeys } from './provider/packet.ts'
export { portableProvider } from './provider/portable.ts'
export type { CryptoProvider, CtrStream, RsaPrivateNumbers, Side } from './provider/provider.ts'
export {
  generatePrivateKey,
  parsePrivateKey,
  parsePublicKey,
  privateKeyToPem,
  publicKeyToPem,
  type RsaPrivateKey,
  type RsaPublicKey,
  rsaPublicKey,
} from './rsa-keys.ts'
export { rsaPad, rsaUnpad, rsaUnpadEither } from './rsa-pad.ts'
export { openRecord, sealRecord } from './sealed-record.ts'
export type { IgnoredReason, SecretChatEffect, Transmission } from './secret-chat/effects.ts'
export type { SecretChatEndReason } from './secret-chat/end-reason.ts'
export {
  isMtproto1SecretMessage,
  openSecretMessage,
  type SecretChatRole,
  sealSecretMessage,
} from './secret-chat/envelope.ts'
export {
  createFileDecryptor,
  createFileEncryptor,
  encryptedFileSize,
  type FileCipher,
} from './secret-chat/file-cipher.ts'
export { fileKeyFingerprint } from './secret-chat/file-key.ts'
export {
  type AcceptedSecretChat,
  acceptSecretChat,
  completeSecretChat,
  requestSecretChat,
} from './secret-chat/key-exchange.ts'
export {
  KEY_IMAGE_COLOURS,
  KEY_IMAGE_SIZE,
  type KeyVisualisation,
  visualiseKey,
} from './secret-chat/key-visualisation.ts'
export type { SecretAction, SecretCodec, SecretPayload } from './secret-chat/payload.ts'
export { REKEYING_LIMITS, type RekeyingAction, type RekeyingLimits } from './secret-chat/rekeying.ts'
export {
  FIRST_MTPROTO2_LAYER,
  LOWEST_SECRET_LAYER,
  newSecretChat,
  SecretChat,
  type SecretChatPorts,
  type SecretChatState,
} from './secret-chat/secret-chat.ts'
export {
  isSrpVerifier,
  type SrpAnswer,
  type SrpChallenge,
  type SrpParams,
  srpAnswer,
  srpChallenge,
  srpCheck,
  srpPasswordHash,
  srpVerifier,
} from './srp.ts'
