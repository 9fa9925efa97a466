package io.pathwise.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.cuda.FakeDriver.FakeDevice;
import io.pathwise.cuda.driver.DriverException;
import io.pathwise.cuda.driver.DriverException.Kind;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.TestPrograms;
import io.pathwise.engine.run.TestPrograms.Case;
import io.pathwise.engine.run.TestPrograms.Derivatives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a machine lacks or loses, results have the reference backend's bits or the failure says why. */
class CudaBackendTest {

  private static final NoiseKey KEY = NoiseKey.results(7);
  private static final Case PROGRAM = TestPrograms.basket(1, 4, Derivatives.ADJOINT);

  @TempDir
  private Path directory;

  private CudaBackend backend(FakeDriver driver) {
    return CudaBackend.of(driver, new CubinCache(directory, 1 << 20));
  }

  private static double[] run(Kernel kernel, Case program, long first, int blocks) {
    double[] results = new double[blocks * program.program().outputs().size()];
    kernel.run(new Binding(program.program(), program.inputs()), KEY, first, blocks, results);
    return results;
  }

  private static double[] expected(Case program, Sampling sampling, long first, int blocks) {
    return run(new ReferenceBackend().compile(program.program(), sampling), program, first, blocks);
  }

  @Test
  void devicesGiveTheReferencesBits() {
    for (Sampling sampling : List.of(Sampling.INDEPENDENT, Sampling.sobol(32, new Ordering.Bridge("step_length")),
        Sampling.stratified(new Ordering.PrincipalComponents("step_length")))) {
      try (Kernel kernel = backend(new FakeDriver(1)).compile(PROGRAM.program(), sampling)) {
        assertThat(run(kernel, PROGRAM, 5, 4)).isEqualTo(expected(PROGRAM, sampling, 5, 4));
        Case other = TestPrograms.basket(1, 7, Derivatives.ADJOINT);
        assertThat(run(kernel, other, 0, 2)).as("other data").isEqualTo(expected(other, sampling, 0, 2));
        assertThat(run(kernel, PROGRAM, 5, 4)).as("the first again").isEqualTo(expected(PROGRAM, sampling, 5, 4));
      }
    }
  }

  @Test
  void severalDevicesShareARange() {
    FakeDriver driver = new FakeDriver(3);
    try (Kernel kernel = backend(driver).compile(PROGRAM.program(), Sampling.INDEPENDENT)) {
      assertThat(run(kernel, PROGRAM, 2, 8)).isEqualTo(expected(PROGRAM, Sampling.INDEPENDENT, 2, 8));
      for (int i = 0; i < 3; i++) {
        assertThat(driver.device(i).launches).as("one block of the smoke test, then its share").hasSize(2);
      }
      assertThat(run(kernel, PROGRAM, 2, 1)).isEqualTo(expected(PROGRAM, Sampling.INDEPENDENT, 2, 1));
    }
  }

  /** What a device has allocated after so many blocks in one launch. */
  private long memoryOf(int blocks) {
    FakeDriver driver = new FakeDriver(1);
    try (Kernel kernel = backend(driver).compile(PROGRAM.program(), Sampling.INDEPENDENT)) {
      run(kernel, PROGRAM, 0, blocks);
      return driver.device(0).allocated();
    }
  }

  @Test
  void lackOfMemorySplitsTheRange() {
    FakeDriver driver = new FakeDriver(1);
    Backend backend = backend(driver);
    FakeDevice device = driver.device(0);
    try (Kernel kernel = backend.compile(PROGRAM.program(), Sampling.INDEPENDENT)) {
      device.memory = memoryOf(6) * 2 / 3;
      assertThat(run(kernel, PROGRAM, 0, 6)).isEqualTo(expected(PROGRAM, Sampling.INDEPENDENT, 0, 6));
      assertThat(device.launches.subList(1, device.launches.size())).hasSizeGreaterThan(1).doesNotContain(6)
          .satisfies(parts -> assertThat(parts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(6));
      device.memory = 1000;
      assertThat(run(kernel, PROGRAM, 0, 2)).as("on the CPU").isEqualTo(expected(PROGRAM, Sampling.INDEPENDENT, 0, 2));
    }
  }

  @Test
  void theProcessorFinishesWhatALostDeviceLeaves() {
    FakeDriver driver = new FakeDriver(2);
    Backend backend = backend(driver);
    try (Kernel kernel = backend.compile(PROGRAM.program(), Sampling.INDEPENDENT)) {
      driver.device(0).memory = memoryOf(6) * 2 / 3; // so that its share takes several launches
      driver.device(1).memory = memoryOf(6) * 2 / 3;
      driver.device(1).goodLaunches = 1;
      double[] expected = expected(PROGRAM, Sampling.INDEPENDENT, 0, 12);
      assertThat(run(kernel, PROGRAM, 0, 12)).isEqualTo(expected);
      assertThat(driver.device(1).goodLaunches).as("it was lost").isNegative();
      assertThat(run(kernel, PROGRAM, 0, 12)).as("without it").isEqualTo(expected);
      driver.device(0).goodLaunches = 0;
      assertThat(run(kernel, PROGRAM, 0, 12)).isEqualTo(expected);
      assertThat(run(kernel, PROGRAM, 0, 12)).as("without any").isEqualTo(expected);
    }
  }

  @Test
  void aFailingKernelIsNamedAndItsTextKept() throws Exception {
    FakeDriver driver = new FakeDriver(1);
    try (Kernel kernel = backend(driver).compile(PROGRAM.program(), Sampling.INDEPENDENT)) {
      driver.device(0).goodLaunches = 0;
      driver.device(0).failure = Kind.KERNEL_FAILED;
      assertThatThrownBy(() -> run(kernel, PROGRAM, 0, 1)).isInstanceOf(DeviceException.class)
          .hasMessageContaining("outputs value, ").hasMessageContaining("Fake 0").satisfies(failure -> {
            Matcher file = Pattern.compile("text is in (\\S+\\.ptx)").matcher(String.valueOf(failure.getMessage()));
            assertThat(file.find()).isTrue();
            assertThat(Files.readString(Path.of(file.group(1)))).startsWith(".version 7.0");
            Files.delete(Path.of(file.group(1)));
          });
    }
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"NO_DRIVER", "NO_DEVICE", "DRIVER_TOO_OLD"})
  void absenceIsAnObstacleNotAFailure(Kind kind) {
    CudaBackend backend = new CudaBackend(() -> {
      throw new DriverException(kind, "because of the test");
    }, new CubinCache(directory, 1), ReferenceBackend::new);
    assertThat(backend.obstacle()).contains("because of the test");
    assertThat(backend.devices()).isEmpty();
    assertThatThrownBy(() -> backend.compile(PROGRAM.program(), Sampling.INDEPENDENT))
        .isInstanceOf(DeviceException.class).hasMessage("no GPU can be used: because of the test");
  }

  @Test
  void aDeviceThatComputesWrongCannotBeUsed() {
    FakeDriver driver = new FakeDriver(2);
    driver.device(0).wrong = true;
    Backend backend = backend(driver);
    assertThat(backend.obstacle()).isEmpty();
    assertThat(backend.devices()).extracting(device -> device.obstacle().isPresent()).containsExactly(true, false);
    assertThat(backend.devices().getFirst().obstacle().orElse("")).startsWith("its smoke test gave");
    driver.device(1).wrong = true;
    assertThat(backend(driver).obstacle()).hasValueSatisfying(reason -> assertThat(reason).contains("Fake 0"));
    assertThat(backend(new FakeDriver(0)).obstacle()).contains("the NVIDIA driver finds no device");
  }

  /** This machine may have a GPU or not: either way there is an answer, and never a linkage error. */
  @Test
  void theServiceIsFoundAndAnswers() {
    Backend backend = ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get)
        .filter(found -> found.name().equals("cuda")).findFirst().orElseThrow();
    assertThat(backend.obstacle().isPresent())
        .isEqualTo(backend.devices().stream().noneMatch(device -> device.obstacle().isEmpty()));
  }

  @Test
  void kernelsOfEqualTextShareAModule() {
    FakeDriver driver = new FakeDriver(1);
    Backend backend = backend(driver);
    assertThat(backend.obstacle()).isEmpty();
    int before = driver.device(0).assembled;
    assertThat(driver.device(0).modules()).as("the smoke test's is gone").isZero();
    Kernel first = backend.compile(PROGRAM.program(), Sampling.INDEPENDENT);
    Kernel second = backend.compile(TestPrograms.basket(1, 9, Derivatives.ADJOINT).program(), Sampling.INDEPENDENT);
    assertThat(driver.device(0).assembled).isEqualTo(before + 1);
    assertThat(driver.device(0).modules()).isEqualTo(1);
    first.close();
    first.close();
    assertThat(run(second, PROGRAM, 0, 1)).isEqualTo(expected(PROGRAM, Sampling.INDEPENDENT, 0, 1));
    second.close();
    assertThat(driver.device(0).modules()).isZero();
  }

  @Test
  void machineCodeIsKeptOnDisk() throws Exception {
    backend(new FakeDriver(1)).compile(PROGRAM.program(), Sampling.INDEPENDENT).close();
    FakeDriver again = new FakeDriver(1);
    backend(again).compile(PROGRAM.program(), Sampling.INDEPENDENT).close();
    assertThat(again.device(0).assembled).isZero();
    List<Path> files;
    try (var listed = Files.list(directory)) {
      files = listed.toList();
    }
    assertThat(files).hasSize(2);
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= 1;
      Files.write(file, content);
    }
    FakeDriver damaged = new FakeDriver(1);
    try (Kernel kernel = backend(damaged).compile(PROGRAM.program(), Sampling.INDEPENDENT)) {
      assertThat(damaged.device(0).assembled).isEqualTo(2);
      assertThat(run(kernel, PROGRAM, 0, 1)).isEqualTo(expected(PROGRAM, Sampling.INDEPENDENT, 0, 1));
    }
  }
}
