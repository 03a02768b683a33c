import { portableProvider } from './portable.ts'
import type { CryptoProvider } from './provider.ts'

/** What browsers and other platforms without `node:crypto` run on. */
export const provider: CryptoProvider = portableProvider
