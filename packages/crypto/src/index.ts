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
export { callCommitment, callEmoji, isCommitted } from './call.ts'
export { CALL_EMOJI } from './call-emoji.ts'
export {
  checkDhParams,
  checkDhPublic,
  DH_GENERATOR,
  DH_PRIME,
  type DhKeyPair,
  dhSharedKey,
  generateDhKeyPair,
} from './dh.ts'
export { CryptoError, type CryptoErrorCode } from './errors.ts'
export { factorPq } from './factor-pq.ts'
export { pbkdf2Sha512, sha1, sha256, sha512 } from './hashes.ts'
export { KEY_IMAGE_COLOURS, KEY_IMAGE_SIZE, type KeyVisualisation, visualiseKey } from './key-visualisation.ts'
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
export { fileKeyFingerprint, mixDhSecret } from './secret-chat.ts'
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
