package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Store;
import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.execution.EvaluationListener;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.RangeMoments;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.contract.Contract;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.contract.Remainder;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.BrownianMotion;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.CurveInterpolation;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.ExchangeRate;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.LinearRateInterpolation;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ModelFormat;
import io.pathwise.pricing.market.NaturalCubicInterpolation;
import io.pathwise.pricing.market.PillarInterpolation;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Collateralised;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Schedule;
import io.pathwise.pricing.product.Trade;
import io.pathwise.pricing.product.Uncollateralised;
import io.pathwise.pricing.program.PricingProgram;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public constructor, factory and method of the library's interface refuses a null at once, with a message that
 * names what is null. Calls are found by reflection, so that none is forgotten.
 */
class NullArgumentsTest {

  private static final LocalDate DAY = Examples.TODAY;
  private static final Product PRODUCT = Examples.european(OptionType.CALL);
  private static final Estimator ESTIMATOR = Estimator.of(EstimatorChoice.BUMP);

  /** Something of every type that a parameter has, by the name of the type. */
  private static final Map<String, Object> SAMPLES = new HashMap<>();

  /** What methods are called on. */
  private static final List<Object> RECEIVERS = List.of(Examples.MARKET, Examples.MARKET.correlations(),
      Examples.MARKET.asset("FLAT"), new AssetModel.Merton(0.2, new Jumps(1, 0, 0.1)),
      AssetModel.BlackScholes.of(0.2), new AssetModel.Heston(StochasticVariance.of(0.04, 1, 0.04, 0.5, 0)),
      new AssetModel.Bates(StochasticVariance.of(0.04, 1, 0.04, 0.5, 0), new Jumps(1, 0, 0.1)),
      new AssetModel.VarianceGamma(0.2, 0, 0.1), StochasticVariance.of(0.04, 1, 0.04, 0.5, 0), Examples.SPOT,
      new PillarInterpolation(List.of(1.0)), VolTermStructure.flat(0.2), ZeroCurve.flat("EUR", 0.01), PRODUCT,
      Examples.digital(OptionType.CALL), Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_IN),
      Examples.basket(Basket.Aggregate.BEST_OF, OptionType.CALL), Examples.autocallable("FLAT"),
      new ExchangeRate("TERM", false), Dividends.NONE,
      new CrossCurrency(Examples.european(OptionType.CALL), CrossCurrency.Conversion.QUANTO,
          List.of(Optional.of(new ExchangeRate("TERM", false)))),
      new Collateralised(Examples.european(OptionType.CALL), "EUR"),
      Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, 2), Payments.of(List.of("FLAT"), 1, 1),
      new Contract(PRODUCT, DAY, Optional.empty()), Fixings.of(Map.of()), Settings.paths(1),
      AnalyticPrice.of(Examples.MARKET, PRODUCT).orElseThrow(),
      new Greeks(List.of(new Greek(Measure.VALUE, List.of(), 1, 0, "", "", 1, Greek.Status.OK, "")), "none", 0),
      new GreeksEngine(new ReferenceBackend(), 1), new GreeksEngine(new ReferenceBackend(), 1).partialRuns());

  /** Classes whose constructors and static methods are called. */
  private static final List<Class<?>> CLASSES = List.of(MarketData.class, Correlations.class, Correlations.Pair.class,
      Correlations.Convention.class, BrownianMotion.class,
      Correlations.Entry.class, Asset.class, AssetModel.BlackScholes.class, AssetModel.Merton.class,
      Dividend.class, Dividends.class, Dividends.CashModel.class, ExchangeRate.class, ModelFormat.class,
      CrossCurrency.class, CrossCurrency.Conversion.class, Collateralised.class, AssetModel.Heston.class,
      AssetModel.Bates.class,
      AssetModel.VarianceGamma.class, StochasticVariance.class,
      StochasticVariance.Scheme.class, PillarInterpolation.class, LinearRateInterpolation.class,
      NaturalCubicInterpolation.class, CurveInterpolation.class, VolTermStructure.class, ZeroCurve.class,
      TradeTime.class, RiskFactor.class, RiskFactor.Spot.class, RiskFactor.Vol.class, RiskFactor.VolPillar.class,
      RiskFactor.Zero.class, RiskFactor.ZeroPillar.class, RiskFactor.Dividend.class, RiskFactor.Correlation.class,
      RiskFactor.ModelParameter.class, European.class, Digital.class, Digital.Payout.class, Asian.class,
      Asian.Average.class, Barrier.class, Barrier.Kind.class, Basket.class, Basket.Aggregate.class, Autocallable.class,
      Payments.class, OptionType.class, Schedule.class, Trade.class, Contract.class, Remainder.class, Fixings.class,
      PricingProgram.class, AnalyticPrice.class, GreeksEngine.class, Greeks.class, Greek.class, Settings.class,
      Estimator.class, EstimatorChoice.class, Measure.class, Policy.class, MarketChange.class, RangeMoments.class);

  /** Records that only the library makes; of these only the static methods are called. */
  private static final List<Class<?>> RESULTS = List.of(PricingProgram.class, RangeMoments.class);

  static {
    sample(double.class, 0.5);
    sample(int.class, 1);
    sample(long.class, 1L);
    sample(boolean.class, true);
    sample(String.class, "FLAT");
    sample(LocalDate.class, DAY);
    sample(Optional.class, Optional.empty());
    sample(OptionalDouble.class, OptionalDouble.empty());
    sample(UnaryOperator.class, UnaryOperator.<String>identity());
    sample(IntConsumer.class, (IntConsumer) i -> {
    });
    sample(EvaluationListener.class, (EvaluationListener) i -> {
    });
    sample(SequencedMap.class, new LinkedHashMap<>());
    sample(Map.class, Map.of());
    sample(RiskFactor[].class, new RiskFactor[0]);
    sample(MarketData.class, Examples.MARKET);
    sample(Correlations.class, Correlations.NONE);
    sample(BrownianMotion.class, BrownianMotion.ofPrice("FLAT"));
    sample(BrownianMotion.Driven.class, BrownianMotion.Driven.PRICE);
    sample(Correlations.Convention.class, Correlations.Convention.RETURNS);
    sample(Correlations.Pair.class, Correlations.Pair.ofPrices("FLAT", "TERM"));
    sample(Dividends.class, Dividends.NONE);
    sample(Dividends.CashModel.class, Dividends.CashModel.SPOT);
    sample(Dividend.Kind.class, Dividend.Kind.PROPORTIONAL);
    sample(CrossCurrency.Conversion.class, CrossCurrency.Conversion.QUANTO);
    sample(Function.class, Function.identity());
    sample(Asset.class, Examples.MARKET.asset("FLAT"));
    sample(AssetModel.class, AssetModel.BlackScholes.of(0.2));
    sample(Jumps.class, new Jumps(1, 0, 0.1));
    sample(StochasticVariance.class, StochasticVariance.of(0.04, 1, 0.04, 0.5, 0));
    sample(StochasticVariance.Scheme.class, StochasticVariance.Scheme.QUADRATIC_EXPONENTIAL);
    sample(VolTermStructure.class, VolTermStructure.flat(0.2));
    sample(CurveInterpolation.class, CurveInterpolation.LINEAR_ZERO);
    sample(PillarInterpolation.class, new PillarInterpolation(List.of(1.0)));
    sample(ZeroCurve.class, Examples.MARKET.curve("EUR"));
    sample(RiskFactor.class, Examples.SPOT);
    sample(OptionType.class, OptionType.CALL);
    sample(Digital.Payout.class, Digital.Payout.CASH);
    sample(Asian.Average.class, Asian.Average.ARITHMETIC);
    sample(Barrier.Kind.class, Barrier.Kind.UP_AND_OUT);
    sample(Basket.Aggregate.class, Basket.Aggregate.WEIGHTED_SUM);
    sample(Product.class, PRODUCT);
    sample(DomesticProduct.class, PRODUCT);
    sample(Uncollateralised.class, PRODUCT);
    sample(Fixings.class, Fixings.NONE);
    sample(Backend.class, new ReferenceBackend());
    sample(Store.class, Store.NONE);
    sample(Measure.class, Measure.VALUE);
    sample(Collection.class, EnumSet.of(Measure.VALUE));
    sample(Settings.class, Settings.paths(1));
    sample(PinnedEstimators.class, PinnedEstimators.NONE);
    sample(MarketChange.class, new MarketChange(PRODUCT, Examples.MARKET, 1));
    sample(Accuracy.class, Accuracy.paths(1));
    sample(Sampling.class, Sampling.INDEPENDENT);
    sample(Policy.class, Policy.PILOT);
    sample(Estimator.class, ESTIMATOR);
    sample(EstimatorChoice.class, EstimatorChoice.BUMP);
    sample(Greek.Status.class, Greek.Status.OK);
    sample(ErrorProfile.class, ErrorProfile.NONE);
    listOf(String.class, "FLAT");
    listOf(Double.class, 0.5);
    listOf(ZeroCurve.class, Examples.MARKET.curve("EUR"));
    listOf(Asset.class, Examples.MARKET.asset("FLAT"));
    listOf(RiskFactor.class, Examples.SPOT);
    listOf(Product.class, PRODUCT);
    sample(List.class, List.of());
  }

  private static void sample(Class<?> type, Object sample) {
    SAMPLES.put(type.getTypeName(), sample);
  }

  private static void listOf(Class<?> type, Object element) {
    SAMPLES.put("java.util.List<" + type.getTypeName() + ">", List.of(element));
  }

  /**
   * A call in which one argument is null and the others are what they may be.
   *
   * @param call
   *          the constructor or method
   * @param receiver
   *          what a method is called on; null for the others
   * @param place
   *          of the argument that is null
   */
  record Call(Executable call, @Nullable Object receiver, int place) {
    @Override
    public String toString() {
      return call.toGenericString() + " with null at " + place;
    }
  }

  static Stream<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (Class<?> type : CLASSES) {
      Stream.<Executable>concat(Stream.of(type.getConstructors()).filter(constructor -> !RESULTS.contains(type)),
          Stream.of(type.getMethods()).filter(method -> Modifier.isStatic(method.getModifiers())))
          .filter(call -> call.getDeclaringClass() == type && !call.getName().equals("valueOf"))
          .forEach(call -> add(calls, call, null));
    }
    for (Object receiver : RECEIVERS) {
      Stream.of(receiver.getClass().getMethods())
          .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge()
              && method.getDeclaringClass() != Object.class && !method.getName().equals("equals"))
          .forEach(method -> add(calls, method, receiver));
    }
    return calls.stream();
  }

  private static void add(List<Call> calls, Executable call, @Nullable Object receiver) {
    Class<?>[] types = call.getParameterTypes();
    for (int place = 0; place < types.length; place++) {
      if (!types[place].isPrimitive()) {
        calls.add(new Call(call, receiver, place));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void nullIsRefusedByName(Call call) throws ReflectiveOperationException {
    Parameter[] parameters = call.call().getParameters();
    @Nullable
    Object[] arguments = new @Nullable Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      arguments[i] = i == call.place() ? null : sample(parameters[i]);
    }
    assertThat(thrown(call, arguments)).as(call.toString()).isExactlyInstanceOf(NullPointerException.class)
        .hasMessageMatching("[\\w\\[\\] ]+ is null");
  }

  private static Object sample(Parameter parameter) {
    Object sample = SAMPLES.getOrDefault(parameter.getParameterizedType().getTypeName(),
        SAMPLES.get(parameter.getType().getTypeName()));
    return Objects.requireNonNull(sample, () -> "no sample of " + parameter.getParameterizedType());
  }

  private static @Nullable Throwable thrown(Call call, @Nullable Object[] arguments)
      throws ReflectiveOperationException {
    call.call().setAccessible(true);
    try {
      if (call.call() instanceof Constructor<?> constructor) {
        constructor.newInstance(arguments);
      } else {
        ((Method) call.call()).invoke(call.receiver(), arguments);
      }
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }
}
