import { portableProvider } from './portable.ts'
import type { CryptoProvider } from './provider.ts'

/** What Node runs on. */
export const provider: CryptoProvider = portableProvider
