/** Small values of the server itself, such as its secret. */
export interface SettingReads {
  get(name: string): Promise<Uint8Array | undefined>
}

export interface SettingWrites extends SettingReads {
  put(name: string, value: Uint8Array): Promise<void>
}
