package io.pathwise.engine.cpu;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;

/** Turns a line into a class that implements {@link LineCode}: a method for every piece. Start with {@link #emit}. */
final class LineEmitter {

  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_double.arrayType(), CD_double.arrayType(),
      CD_long.arrayType(), CD_int.arrayType());
  private static final ClassDesc INTERFACE = ClassDesc.of(LineCode.class.getName());
  private static final ClassDesc NAME = ClassDesc.of(LineCode.class.getPackageName(), "Generated");
  /** Larger methods are never compiled by the JVM. */
  private static final int MOST_BYTES = 8000;
  private LineEmitter() {}

  /** The bytes of the class; empty if a method is so large that the JVM would not compile it. */
  static Optional<byte[]> emit(Line line, Regions regions, List<Piece> pieces) {
    byte[] bytes = ClassFile.of().build(NAME, type -> {
      type.withFlags(ClassFile.ACC_FINAL).withInterfaceSymbols(INTERFACE).withMethodBody(INIT_NAME, MTD_void, 0,
          code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
      type.withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, code -> {
        for (int piece = 0; piece < pieces.size(); piece++) {
          code.aload(1).aload(2).aload(3).aload(4).invokestatic(NAME, "piece" + piece, RUN);
        }
        code.return_();
      });
      for (int piece = 0; piece < pieces.size(); piece++) {
        int number = piece;
        type.withMethodBody("piece" + piece, RUN, ClassFile.ACC_STATIC,
            code -> new PieceEmitter(line, regions, pieces.get(number), code).emit());
      }
    });
    return isSmall(bytes) ? Optional.of(bytes) : Optional.empty();
  }

  private static boolean isSmall(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream().flatMap(method -> method.code().stream())
        .allMatch(body -> ((CodeAttribute) body).codeLength() <= MOST_BYTES);
  }
}
