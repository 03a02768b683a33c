export interface ReleaseState {
  readonly version: string
  readonly manifests: readonly {
    readonly name: string
    readonly version: string
    readonly repository?: { readonly url: string } | undefined
  }[]
  readonly changes: string
  readonly git: { readonly dirty: boolean; readonly tags: readonly string[]; readonly origin: string | undefined }
}

export function obstacles(state: ReleaseState): string[]
export function entryOf(changes: string, version: string): string | undefined
