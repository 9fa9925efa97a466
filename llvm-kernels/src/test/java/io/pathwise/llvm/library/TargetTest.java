package io.pathwise.llvm.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Platforms are known by what Java calls them. */
class TargetTest {

  @ParameterizedTest
  @CsvSource({"Linux,amd64,linux-x86_64,libLLVM.so", "Linux,aarch64,linux-arm64,libLLVM.so",
      "Mac OS X,x86_64,macosx-x86_64,libLLVM.dylib", "Mac OS X,aarch64,macosx-arm64,libLLVM.dylib",
      "Windows 11,amd64,windows-x86_64,LLVM.dll"})
  void platformsAreKnown(String system, String architecture, String platform, String library) {
    assertThat(Target.of(system, architecture)).hasValueSatisfying(target -> {
      assertThat(target.platform()).isEqualTo(platform);
      assertThat(target.library()).isEqualTo(library);
      assertThat(target.attributes().isEmpty()).isEqualTo(target.codeGenerator().equals("AArch64"));
    });
  }

  @ParameterizedTest
  @CsvSource({"Linux,riscv64", "Windows 11,aarch64", "AIX,amd64"})
  void othersAreNot(String system, String architecture) {
    assertThat(Target.of(system, architecture)).isEmpty();
  }

  @Test
  void aPlatformWithoutALibraryIsNamed() {
    Target target = new Target("linux-none", "libLLVM.so", "None", "");
    assertThatThrownBy(() -> LibraryFile.of(target)).isInstanceOf(LlvmException.class)
        .hasMessage("this build has no libLLVM for linux-none");
  }
}
