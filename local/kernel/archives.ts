/** What was to be zipped, as a folder: the local cloud runs code from where it lies and zips nothing. */
export interface ArchiveSource {
  /** Absolute; holds every file of the archive under its name in the archive. */
  readonly directory: string;
}

/** Finds the folder behind the path of an archive. */
export interface ArchiveLookup {
  /**
   * @param outputPath - absolute path of the archive
   * @returns undefined when no `archive_file` of this cloud writes there
   */
  sourceOf(outputPath: string): ArchiveSource | undefined;
}

/** Which folder each archive of one cloud stands for; written by `archive_file`, read by whoever runs the code. */
export class Archives implements ArchiveLookup {
  private readonly sources = new Map<string, ArchiveSource>();

  /** @param outputPath - absolute path at which Terraform would have written the archive */
  register(outputPath: string, source: ArchiveSource): void {
    this.sources.set(outputPath, source);
  }

  sourceOf(outputPath: string): ArchiveSource | undefined {
    return this.sources.get(outputPath);
  }
}
